@NullMarked
package dev.signalbox.benchmarks.report;

import org.jspecify.annotations.NullMarked;
