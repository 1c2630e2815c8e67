/** Tests of the package of the same name. */
@NullMarked
package dev.signalbox.launcher.task;

import org.jspecify.annotations.NullMarked;
