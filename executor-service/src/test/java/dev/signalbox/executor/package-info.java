/** Tests of the executor, and what they share. */
@NullMarked
package dev.signalbox.executor;

import org.jspecify.annotations.NullMarked;
