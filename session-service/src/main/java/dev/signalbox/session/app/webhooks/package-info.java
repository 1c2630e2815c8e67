/** Tells addresses of events, durably. */
@NullMarked
package dev.signalbox.session.app.webhooks;

import org.jspecify.annotations.NullMarked;
