/** The backend that runs nothing, for benchmarks. */
@NullMarked
package dev.signalbox.executor.adapter.noop;

import org.jspecify.annotations.NullMarked;
