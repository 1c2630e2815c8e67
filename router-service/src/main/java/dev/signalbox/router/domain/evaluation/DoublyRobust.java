package dev.signalbox.router.domain.evaluation;

/**
 * Difference per task by the doubly robust method: the prediction of the direct method, corrected by the weighted error
 * of the prediction for the route taken. Of the new policy: sum over routes(target probability x prediction) +
 * w (y - prediction for the route taken); of the old one the same with its own probabilities and w = 1; the mean of what
 * they differ by. Right when the propensities or the predictions are, and it varies less than inverse propensity: where
 * both policies have the same probabilities it is nothing at all. The predictions are those from before the outcome was
 * seen, so that no outcome vouches for itself.
 *
 * <p>Dudik, Langford, Li: Doubly Robust Policy Evaluation and Learning, ICML 2011, equation 4.
 */
final class DoublyRobust {

    private final Mean differences = new Mean();

    void add(double weight, double outcome, Evaluation.Prediction predicted) {
        differences.add(predicted.target() - predicted.logged() + (weight - 1) * (outcome - predicted.taken()));
    }

    Estimate difference() {
        return differences.estimate();
    }
}
