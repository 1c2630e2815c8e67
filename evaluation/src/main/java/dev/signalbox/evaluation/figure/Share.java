package dev.signalbox.evaluation.figure;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/**
 * How many of how many, with the Wilson score interval at 95 % (Wilson 1927), which holds for small numbers and at the
 * edges too.
 *
 * @param hits how many
 * @param of of how many
 */
public record Share(long hits, long of) {

    /** Of a standard normal distribution 95 % lie within. */
    static final double Z = 1.959963984540054;

    /** The share itself; 0 of nothing is 0. */
    @JsonProperty
    public double share() {
        return of == 0 ? 0 : (double) hits / of;
    }

    @JsonProperty
    public double low() {
        return of == 0 ? 0 : Math.max(0, centre() - halfWidth());
    }

    @JsonProperty
    public double high() {
        return of == 0 ? 1 : Math.min(1, centre() + halfWidth());
    }

    private double centre() {
        return (share() + Z * Z / (2 * of)) / (1 + Z * Z / of);
    }

    private double halfWidth() {
        double p = share();
        return Z * Math.sqrt(p * (1 - p) / of + Z * Z / (4.0 * of * of)) / (1 + Z * Z / of);
    }

    /** {@code .953 [.941-.963] (n=1563)}. */
    @Override
    public String toString() {
        return of == 0
                ? "none (n=0)"
                : String.format(Locale.ROOT, "%.3f [%.3f-%.3f] (n=%d)", share(), low(), high(), of);
    }
}
