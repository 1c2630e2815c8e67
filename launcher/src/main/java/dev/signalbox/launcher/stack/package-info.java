/** The processes of one machine: what they are, how they start, live and end. */
@NullMarked
package dev.signalbox.launcher.stack;

import org.jspecify.annotations.NullMarked;
