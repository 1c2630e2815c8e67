/** What a sandbox of this machine costs in time. */
@NullMarked
package dev.signalbox.benchmarks.sandbox;

import org.jspecify.annotations.NullMarked;
