/** Drives the running stack and the floor with tasks, in closed and open loops, and checks that each ended once. */
@NullMarked
package dev.signalbox.benchmarks.load;

import org.jspecify.annotations.NullMarked;
