package dev.signalbox.router.domain.evaluation;

/** Mean and variance of a stream, in one pass (Welford, Technometrics 4, 1962). */
final class Mean {

    private long count;
    private double mean;
    private double squares;

    void add(double value) {
        count++;
        double before = value - mean;
        mean += before / count;
        squares += before * (value - mean);
    }

    long count() {
        return count;
    }

    double value() {
        return mean;
    }

    double variance() {
        return count < 2 ? 0 : squares / (count - 1);
    }

    /** Of the mean. */
    double standardError() {
        return count < 2 ? 0 : Math.sqrt(variance() / count);
    }

    Estimate estimate() {
        return Estimate.of(mean, standardError(), count);
    }
}
