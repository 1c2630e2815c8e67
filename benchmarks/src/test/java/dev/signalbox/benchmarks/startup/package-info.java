@NullMarked
package dev.signalbox.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
