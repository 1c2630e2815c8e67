/** Counts and times decisions for Prometheus. */
@NullMarked
package dev.signalbox.router.adapter.metrics;

import org.jspecify.annotations.NullMarked;
