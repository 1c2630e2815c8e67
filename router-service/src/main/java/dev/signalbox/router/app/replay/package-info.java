/** Decides a period of the log again under another policy, and the ports that this needs. */
@NullMarked
package dev.signalbox.router.app.replay;

import org.jspecify.annotations.NullMarked;
