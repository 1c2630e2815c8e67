package dev.signalbox.router.domain.evaluation;

/**
 * Difference per task by inverse propensity: weigh each outcome y with w = target / logging probability of the route
 * that was taken, so that the recorded tasks look as if the new policy had sent them. Unbiased where the logging
 * probabilities are right and cover what the new policy does (and as far as no weight was capped).
 *
 * <p>Plain: mean of w y - y (Horvitz, Thompson: A Generalization of Sampling Without Replacement from a Finite Universe,
 * JASA 47, 1952). Self-normalised: sum(w y) / sum(w) - mean of y, whose variance is that of the linearised
 * n / sum(w) x w (y - estimate) - (y - mean of y) (Swaminathan, Joachims: The Self-Normalized Estimator for
 * Counterfactual Learning, NIPS 2015; Owen: Monte Carlo Theory, chapter 9).
 */
final class InversePropensity {

    private final Mean differences = new Mean();
    private double weights;
    private double weights2;
    private double weighted;
    private double weighted2;
    private double weightedTwice;
    private double weightedSquare;
    private double sum;
    private double sum2;

    void add(double weight, double outcome) {
        differences.add(weight * outcome - outcome);
        weights += weight;
        weights2 += weight * weight;
        weighted += weight * outcome;
        weighted2 += weight * outcome * weight * outcome;
        weightedTwice += weight * weight * outcome;
        weightedSquare += weight * outcome * outcome;
        sum += outcome;
        sum2 += outcome * outcome;
    }

    Estimate difference() {
        return differences.estimate();
    }

    Estimate selfNormalised() {
        long count = differences.count();
        if (count < 2 || weights == 0) {
            return Estimate.of(0, 0, 0);
        }
        double value = weighted / weights;
        double mean = sum / count;
        double scale = count / weights;
        // Sum of (scale w (y - value) - (y - mean))^2, multiplied out; its terms have the mean 0.
        double squares = scale * scale * (weighted2 - 2 * value * weightedTwice + value * value * weights2)
                - 2 * scale * (weightedSquare - (value + mean) * weighted + value * mean * weights)
                + sum2
                - count * mean * mean;
        double variance = Math.max(0, squares) / (count - 1.0);
        return Estimate.of(value - mean, Math.sqrt(variance / count), count);
    }
}
