package dev.signalbox.router.domain.evaluation;

/**
 * Difference per task by the doubly robust method: the prediction of the direct method, corrected by the weighted error
 * of the prediction for the route taken: mean of sum over routes(target probability x prediction) + w (y - prediction
 * for the route taken) - y. Right when the propensities or the predictions are, and it varies less than inverse
 * propensity. The predictions are those from before the outcome was seen, so that no outcome vouches for itself.
 *
 * <p>Dudik, Langford, Li: Doubly Robust Policy Evaluation and Learning, ICML 2011, equation 4.
 */
final class DoublyRobust {

    private final Mean differences = new Mean();

    void add(double weight, double outcome, double predictedOfTarget, double predictedOfTaken) {
        differences.add(predictedOfTarget + weight * (outcome - predictedOfTaken) - outcome);
    }

    Estimate difference() {
        return differences.estimate();
    }
}
