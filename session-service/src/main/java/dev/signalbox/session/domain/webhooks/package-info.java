/** Who is told of what by HTTP, and how deliveries go. */
@NullMarked
package dev.signalbox.session.domain.webhooks;

import org.jspecify.annotations.NullMarked;
