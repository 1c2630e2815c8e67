package dev.signalbox.evaluation.figure;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A mean with its 95 % interval by the normal approximation; summed as it goes (Welford 1962).
 */
public final class Mean {

    private long n;
    private double mean;
    private double squares;

    public void add(double value) {
        n++;
        double before = value - mean;
        mean += before / n;
        squares += before * (value - mean);
    }

    @JsonProperty("n")
    public long n() {
        return n;
    }

    @JsonProperty("mean")
    public double mean() {
        return mean;
    }

    @JsonProperty("low")
    public double low() {
        return mean - Share.Z * standardError();
    }

    @JsonProperty("high")
    public double high() {
        return mean + Share.Z * standardError();
    }

    private double standardError() {
        return n < 2 ? 0 : Math.sqrt(squares / (n - 1) / n);
    }
}
