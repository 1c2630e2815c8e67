/** Reads the labelled files line by line. */
@NullMarked
package dev.signalbox.evaluation.item;

import org.jspecify.annotations.NullMarked;
