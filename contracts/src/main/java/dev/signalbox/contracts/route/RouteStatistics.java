package dev.signalbox.contracts.route;

import java.time.Duration;
import java.time.Instant;

/**
 * How a class of routes has done. On {@code route-statistics} (compacted), keyed by route class.
 *
 * @param routeClass task class, backend, tier and model
 * @param successes attempts that succeeded
 * @param failures attempts that failed for a reason of the route
 * @param meanDuration mean run time
 * @param version counts up with every publication
 * @param updatedAt when
 */
public record RouteStatistics(
        String routeClass, long successes, long failures, Duration meanDuration, String version, Instant updatedAt) {}
