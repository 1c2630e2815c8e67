package dev.signalbox.contracts.route;

import dev.signalbox.contracts.Money;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a class of routes has done. On {@code route-statistics} (compacted), keyed by route class. Counts and means decay
 * with time (a half-life, see docs/routing.md), so that what is old weighs less; they are those of {@code updatedAt}.
 *
 * @param routeClass task class, backend, tier and model
 * @param successes decayed number of attempts that succeeded
 * @param failures decayed number of attempts that failed for a reason of the route
 * @param verified decayed number of successes that were verified, by a command or a person
 * @param observations attempts ever counted, undecayed
 * @param meanDuration decayed mean of the run time
 * @param meanStartUp decayed mean of the start-up; absent before one was measured
 * @param meanCost decayed mean of the cost of an attempt; absent before one was measured
 * @param costRatio decayed mean of cost over predicted cost, to watch how predictions do; 1 when unknown
 * @param drift how far the recent success rate is from the long one, in standard deviations of the recent one
 * @param version counts up with every publication
 * @param updatedAt when
 */
public record RouteStatistics(
        String routeClass,
        double successes,
        double failures,
        double verified,
        long observations,
        Duration meanDuration,
        @Nullable Duration meanStartUp,
        @Nullable Money meanCost,
        double costRatio,
        double drift,
        String version,
        Instant updatedAt) {
    public RouteStatistics {
        costRatio = costRatio == 0 ? 1 : costRatio;
    }

    /** Counts of an unmeasured cost and start-up. */
    public static RouteStatistics counted(
            String routeClass,
            double successes,
            double failures,
            Duration meanDuration,
            String version,
            Instant updatedAt) {
        return new RouteStatistics(
                routeClass,
                successes,
                failures,
                0,
                Math.round(successes + failures),
                meanDuration,
                null,
                null,
                1,
                0,
                version,
                updatedAt);
    }
}
