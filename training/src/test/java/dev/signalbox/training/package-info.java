/** Tests of the training. */
@NullMarked
package dev.signalbox.training;

import org.jspecify.annotations.NullMarked;
