/** The command line {@code ./signalbox}: where it begins. */
@NullMarked
package dev.signalbox.launcher;

import org.jspecify.annotations.NullMarked;
