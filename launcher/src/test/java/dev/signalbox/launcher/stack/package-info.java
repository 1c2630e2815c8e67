/** Tests of the package of the same name. */
@NullMarked
package dev.signalbox.launcher.stack;

import org.jspecify.annotations.NullMarked;
