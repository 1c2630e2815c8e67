/** Tests of what is done with sessions. */
@NullMarked
package dev.signalbox.session.app.sessions;

import org.jspecify.annotations.NullMarked;
