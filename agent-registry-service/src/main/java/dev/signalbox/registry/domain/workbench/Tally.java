package dev.signalbox.registry.domain.workbench;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.agent.AgentEvidence;
import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sums over runs: of a version, in one class of tasks or in all.
 *
 * @param costs sum of the costs in dollars
 * @param costSquares sum of their squares
 * @param timed how many had a measured time
 * @param seconds sum of the times
 * @param secondSquares sum of their squares
 */
public record Tally(
        int version,
        String taskClass,
        boolean validation,
        long runs,
        long successes,
        double costs,
        double costSquares,
        long timed,
        double seconds,
        double secondSquares) {

    /** 97.5 % of the normal distribution lie below: 95 % intervals. */
    private static final double Z = 1.959964;

    /** An estimate with its 95 % interval. */
    public record Estimate(double mean, double low, double high) {}

    /** Of nothing. */
    public static Tally none(int version, boolean validation) {
        return new Tally(version, "all", validation, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Both together. */
    public Tally plus(Tally other) {
        return new Tally(
                version,
                "all",
                validation,
                runs + other.runs,
                successes + other.successes,
                costs + other.costs,
                costSquares + other.costSquares,
                timed + other.timed,
                seconds + other.seconds,
                secondSquares + other.secondSquares);
    }

    /** Share of runs that succeeded, by Wilson's score interval (Wilson 1927); 0 to 1 without runs. */
    public Estimate success() {
        if (runs == 0) {
            return new Estimate(0, 0, 1);
        }
        double n = runs;
        double p = successes / n;
        double z2 = Z * Z;
        double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
        double half = Z / (1 + z2 / n) * Math.sqrt(p * (1 - p) / n + z2 / (4 * n * n));
        return new Estimate(p, Math.max(0, centre - half), Math.min(1, centre + half));
    }

    /** Mean cost of a run in dollars; absent without runs. */
    public @Nullable Estimate cost() {
        return mean(runs, costs, costSquares);
    }

    /** Mean time of a run in seconds; absent before one was measured. */
    public @Nullable Estimate latency() {
        return mean(timed, seconds, secondSquares);
    }

    private static @Nullable Estimate mean(long count, double sum, double squares) {
        if (count == 0) {
            return null;
        }
        double mean = sum / count;
        if (count == 1) {
            return new Estimate(mean, mean, mean);
        }
        double variance = Math.max(0, (squares - sum * sum / count) / (count - 1));
        double half = Z * Math.sqrt(variance / count);
        return new Estimate(mean, Math.max(0, mean - half), mean + half);
    }

    /** As routers are told. */
    public AgentEvidence evidence() {
        Estimate latency = latency();
        return new AgentEvidence(
                runs,
                successes,
                runs == 0 ? null : new Money(BigDecimal.valueOf(costs / runs)),
                latency == null ? null : Duration.ofMillis(Math.round(latency.mean() * 1000)));
    }
}
