/** One class for each command of the command line. */
@NullMarked
package dev.signalbox.launcher.command;

import org.jspecify.annotations.NullMarked;
