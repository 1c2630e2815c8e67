package dev.signalbox.evaluation.figure;

import org.HdrHistogram.Histogram;

/** How long something took. */
public final class Times {

    private static final int DIGITS = 3;
    private static final double NANOS_PER_MICRO = 1000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MEDIAN = 50;
    private static final double HIGH = 99;

    private final Histogram nanos = new Histogram(DIGITS);
    private long total;

    /**
     * The figures.
     *
     * @param perSecond how many one thread does in a second
     * @param p50Micros median
     * @param p99Micros 99th percentile
     */
    public record Figures(double perSecond, double p50Micros, double p99Micros) {}

    public void add(long took) {
        nanos.recordValue(Math.max(0, took));
        total += took;
    }

    public Figures figures() {
        return new Figures(
                total == 0 ? 0 : nanos.getTotalCount() * NANOS_PER_SECOND / total,
                nanos.getValueAtPercentile(MEDIAN) / NANOS_PER_MICRO,
                nanos.getValueAtPercentile(HIGH) / NANOS_PER_MICRO);
    }
}
