package dev.signalbox.router.domain.evaluation;

/** What can be said of the weights themselves. */
final class Weights {

    private double sum;
    private double squares;
    private double largest;
    private long capped;

    void add(double weight, double cap) {
        double used = Math.min(weight, cap);
        sum += used;
        squares += used * used;
        largest = Math.max(largest, weight);
        capped += weight > cap ? 1 : 0;
    }

    /**
     * How many unweighted decisions would tell as much: (sum of w)^2 / sum of w^2 (Kish: Survey Sampling, 1965).
     */
    double effectiveSampleSize() {
        return squares == 0 ? 0 : sum * sum / squares;
    }

    double largest() {
        return largest;
    }

    long capped() {
        return capped;
    }
}
