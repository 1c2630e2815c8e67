package dev.signalbox.session.domain.workflows;

import dev.signalbox.contracts.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What steps cost and take together, by Monte Carlo: each try's cost and duration are lognormal with the router's value as
 * mean and its ninth decile as spread, a review passes with a given probability (a further try repeats work and review, the
 * last one ends the step), and steps run as the scheduler would run them. The generator is seeded, so that the same
 * estimates give the same forecast.
 */
final class Forecast {

    static final int RUNS = 2_000;
    /** The ninth decile of the standard normal distribution. */
    private static final double Z90 = 1.2815515655446004;

    private Forecast() {}

    /**
     * A step, one try.
     *
     * @param cost mean, dollars
     * @param costP90 ninth decile
     * @param seconds mean
     * @param secondsP90 ninth decile
     */
    record Estimate(
            String id,
            String agent,
            List<String> dependsOn,
            double cost,
            double costP90,
            double seconds,
            double secondsP90) {}

    /** All together. */
    record Total(Money expectedCost, Money p90Cost, Duration expectedDuration, Duration p90Duration) {}

    static Total of(List<Estimate> steps, int tries, double passes, int parallel, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] costs = new double[RUNS];
        double[] seconds = new double[RUNS];
        for (int run = 0; run < RUNS; run++) {
            Map<String, Double> durations = new HashMap<>();
            for (Estimate step : steps) {
                double took = 0;
                int tried = 0;
                do {
                    costs[run] += drawn(step.cost(), step.costP90(), random);
                    took += drawn(step.seconds(), step.secondsP90(), random);
                    tried++;
                } while (tried < tries && random.nextDouble() >= passes);
                durations.put(step.id(), took);
            }
            seconds[run] = makespan(steps, durations, parallel);
        }
        double expected = Arrays.stream(costs).sum() / RUNS;
        double expectedSeconds = Arrays.stream(seconds).sum() / RUNS;
        Arrays.sort(costs);
        Arrays.sort(seconds);
        int ninth = RUNS * 9 / 10;
        return new Total(
                money(expected),
                money(Math.max(expected, costs[ninth])),
                duration(expectedSeconds),
                duration(Math.max(expectedSeconds, seconds[ninth])));
    }

    /** Lognormal by mean and ninth decile; the mean itself where there is no spread. */
    private static double drawn(double mean, double p90, SplittableRandom random) {
        double normal = random.nextGaussian();
        if (mean <= 0 || p90 <= mean) {
            return Math.max(0, mean);
        }
        // The ninth decile of a lognormal is at most exp(z^2 / 2) means.
        double ratio = Math.min(Math.log(p90 / mean), Z90 * Z90 / 2);
        double sigma = Z90 - Math.sqrt(Math.max(0, Z90 * Z90 - 2 * ratio));
        return mean * Math.exp(sigma * normal - sigma * sigma / 2);
    }

    /** Steps begin in their order when what they need is done, their agent is free and there is room. */
    private static double makespan(List<Estimate> steps, Map<String, Double> durations, int parallel) {
        List<Estimate> waiting = new ArrayList<>(steps);
        Map<Estimate, Double> running = new HashMap<>();
        Set<String> done = new HashSet<>();
        double now = 0;
        while (!waiting.isEmpty() || !running.isEmpty()) {
            for (Estimate step : List.copyOf(waiting)) {
                boolean free = running.keySet().stream()
                        .noneMatch(other ->
                                !step.agent().isEmpty() && other.agent().equals(step.agent()));
                if (running.size() < parallel && free && done.containsAll(step.dependsOn())) {
                    waiting.remove(step);
                    running.put(step, now + durations.getOrDefault(step.id(), 0.0));
                }
            }
            if (running.isEmpty()) {
                return now;
            }
            Map.Entry<Estimate, Double> next = running.entrySet().stream()
                    .min(Map.Entry.<Estimate, Double>comparingByValue()
                            .thenComparing(entry -> entry.getKey().id()))
                    .orElseThrow();
            now = next.getValue();
            running.remove(next.getKey());
            done.add(next.getKey().id());
        }
        return now;
    }

    static Money money(double dollars) {
        return new Money(BigDecimal.valueOf(dollars).setScale(6, java.math.RoundingMode.CEILING));
    }

    static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 10) * 100);
    }
}
