/** What operators see of tasks, money and the backlog: docs/operations/metrics.md. */
@NullMarked
package dev.signalbox.session.adapter.metrics;

import org.jspecify.annotations.NullMarked;
