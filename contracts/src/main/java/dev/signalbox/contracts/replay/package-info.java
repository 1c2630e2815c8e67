/** Replays: a period of the log decided again under another policy. */
@NullMarked
package dev.signalbox.contracts.replay;

import org.jspecify.annotations.NullMarked;
