/** Sessions as pure functions: who is active, what they hold, when it ends. */
@NullMarked
package dev.signalbox.session.domain.sessions;

import org.jspecify.annotations.NullMarked;
