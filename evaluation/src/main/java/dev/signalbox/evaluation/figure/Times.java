package dev.signalbox.evaluation.figure;

import org.HdrHistogram.Histogram;

/** How long something took. Of 800 and more the first 400 are left out: the JVM was not warm yet. */
public final class Times {

    private static final int DIGITS = 3;
    private static final double NANOS_PER_MICRO = 1000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MEDIAN = 50;
    private static final double HIGH = 99;

    private static final int WARM_UP = 400;

    private final Histogram early = new Histogram(DIGITS);
    private final Histogram later = new Histogram(DIGITS);
    private long earlyTotal;
    private long laterTotal;

    /**
     * The figures.
     *
     * @param perSecond how many one thread does in a second
     * @param p50Micros median
     * @param p99Micros 99th percentile
     */
    public record Figures(double perSecond, double p50Micros, double p99Micros) {}

    /** Adds a measurement, in nanoseconds. */
    public void add(long took) {
        long nanos = Math.max(0, took);
        if (early.getTotalCount() < WARM_UP) {
            early.recordValue(nanos);
            earlyTotal += nanos;
        } else {
            later.recordValue(nanos);
            laterTotal += nanos;
        }
    }

    public Figures figures() {
        boolean enough = later.getTotalCount() >= WARM_UP;
        Histogram all = later.copy();
        long total = laterTotal;
        if (!enough) {
            all.add(early);
            total += earlyTotal;
        }
        return new Figures(
                total == 0 ? 0 : all.getTotalCount() * NANOS_PER_SECOND / total,
                all.getValueAtPercentile(MEDIAN) / NANOS_PER_MICRO,
                all.getValueAtPercentile(HIGH) / NANOS_PER_MICRO);
    }
}
