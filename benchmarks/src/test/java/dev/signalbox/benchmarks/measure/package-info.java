@NullMarked
package dev.signalbox.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
