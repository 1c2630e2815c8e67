/** A task as the command line submits it, follows it and tells what came of it. */
@NullMarked
package dev.signalbox.launcher.task;

import org.jspecify.annotations.NullMarked;
