/** Trains the model that the router understands tasks with, from labelled texts. */
@NullMarked
package dev.signalbox.training;

import org.jspecify.annotations.NullMarked;
