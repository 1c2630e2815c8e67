/**
 * Traces and logs: the one place that knows names of spans, attributes and log fields, and the small classes by which
 * services make spans. Nobody else writes such a name; a test looks.
 */
@NullMarked
package dev.signalbox.contracts.telemetry;

import org.jspecify.annotations.NullMarked;
