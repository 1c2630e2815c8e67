/** Scores the router on labelled files, in batch and without the stack. */
@NullMarked
package dev.signalbox.evaluation;

import org.jspecify.annotations.NullMarked;
