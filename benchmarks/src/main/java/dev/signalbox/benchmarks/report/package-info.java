/** The figures of one run, for people and as JSON. */
@NullMarked
package dev.signalbox.benchmarks.report;

import org.jspecify.annotations.NullMarked;
