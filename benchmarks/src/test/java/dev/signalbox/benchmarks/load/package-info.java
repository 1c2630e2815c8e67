@NullMarked
package dev.signalbox.benchmarks.load;

import org.jspecify.annotations.NullMarked;
