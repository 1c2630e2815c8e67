/** Attempts as Micrometer meters. */
@NullMarked
package dev.signalbox.executor.adapter.metrics;

import org.jspecify.annotations.NullMarked;
