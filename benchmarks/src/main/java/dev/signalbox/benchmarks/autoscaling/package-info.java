/** Simulates one backend under an autoscaler, to choose its thresholds without a cluster. */
@NullMarked
package dev.signalbox.benchmarks.autoscaling;

import org.jspecify.annotations.NullMarked;
