/** How long the router thinks: JMH for analysis and decision. */
@NullMarked
package dev.signalbox.benchmarks.decide;

import org.jspecify.annotations.NullMarked;
