/** The least that the design can cost: the same number of hops through the same broker, copying bytes. */
@NullMarked
package dev.signalbox.benchmarks.floor;

import org.jspecify.annotations.NullMarked;
