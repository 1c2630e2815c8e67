@NullMarked
package dev.signalbox.benchmarks.autoscaling;

import org.jspecify.annotations.NullMarked;
