/** Tests of the rules of sessions. */
@NullMarked
package dev.signalbox.session.domain.sessions;

import org.jspecify.annotations.NullMarked;
