/** What processes use, how long things took, and which machine it was. */
@NullMarked
package dev.signalbox.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
