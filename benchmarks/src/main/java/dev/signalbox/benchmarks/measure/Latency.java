package dev.signalbox.benchmarks.measure;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * How long tasks took, in milliseconds.
 *
 * @param count how many were measured
 */
public record Latency(long count, double p50, double p95, double p99, double longest) {

    private static final double MICROSECONDS = 1_000.0;

    /** The percentiles of a histogram of microseconds. */
    public static Latency ofMicroseconds(Histogram histogram) {
        return new Latency(
                histogram.getTotalCount(),
                histogram.getValueAtPercentile(50) / MICROSECONDS,
                histogram.getValueAtPercentile(95) / MICROSECONDS,
                histogram.getValueAtPercentile(99) / MICROSECONDS,
                histogram.getTotalCount() == 0 ? 0 : histogram.getMaxValue() / MICROSECONDS);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f/%.1f/%.1f ms", p50, p95, p99);
    }
}
