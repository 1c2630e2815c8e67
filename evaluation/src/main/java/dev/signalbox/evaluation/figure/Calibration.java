package dev.signalbox.evaluation.figure;

import java.util.ArrayList;
import java.util.List;

/** Whether probabilities mean what they say: ten bins, expected calibration error, Brier score and log loss. */
public final class Calibration {

    private static final int BINS = 10;

    /** A probability of 0 that was wrong would cost without bound. */
    private static final double LEAST = 1e-6;

    private final long[] counts = new long[BINS];
    private final long[] happened = new long[BINS];
    private final double[] predicted = new double[BINS];
    private double squares;
    private double logs;
    private long n;

    /**
     * Figures of a bin.
     *
     * @param from lower end of the probability
     * @param to upper end
     * @param n items in it
     * @param predicted mean probability
     * @param observed share for which it came true
     */
    public record Bin(double from, double to, long n, double predicted, double observed) {}

    /**
     * The figures.
     *
     * @param bins those of ten that hold items
     * @param expectedCalibrationError mean distance of predicted and observed, weighted by the items of the bins
     * @param brier mean squared distance from what happened; 0 is perfect, always saying one half gives .25
     * @param logLoss mean of -ln(probability of what happened); always saying one half gives .693
     */
    public record Figures(List<Bin> bins, double expectedCalibrationError, double brier, double logLoss) {}

    public void add(double probability, boolean cameTrue) {
        int bin = Math.clamp((int) (probability * BINS), 0, BINS - 1);
        counts[bin]++;
        predicted[bin] += probability;
        happened[bin] += cameTrue ? 1 : 0;
        double distance = probability - (cameTrue ? 1 : 0);
        squares += distance * distance;
        logs -= Math.log(Math.clamp(cameTrue ? probability : 1 - probability, LEAST, 1));
        n++;
    }

    public Figures figures() {
        List<Bin> bins = new ArrayList<>();
        double error = 0;
        for (int i = 0; i < BINS; i++) {
            if (counts[i] > 0) {
                double mean = predicted[i] / counts[i];
                double observed = (double) happened[i] / counts[i];
                bins.add(new Bin((double) i / BINS, (i + 1.0) / BINS, counts[i], mean, observed));
                error += Math.abs(mean - observed) * counts[i];
            }
        }
        long items = Math.max(1, n);
        return new Figures(List.copyOf(bins), error / items, squares / items, logs / items);
    }
}
