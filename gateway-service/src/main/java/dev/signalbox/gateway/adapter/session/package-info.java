/** What session-service knows about tasks, over its internal REST. */
@NullMarked
package dev.signalbox.gateway.adapter.session;

import org.jspecify.annotations.NullMarked;
