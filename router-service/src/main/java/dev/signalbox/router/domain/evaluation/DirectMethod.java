package dev.signalbox.router.domain.evaluation;

import dev.signalbox.router.domain.evaluation.PairedDecision.Option;

/**
 * Difference per task by the direct method: believe a model of the outcomes. The mean over all decisions of
 * sum over routes of ((target - logging probability) x prediction). It uses every decision and
 * varies little, but is only as good as {@link OutcomeModel}: what a route class does not show (harder tasks went
 * elsewhere) biases it. The interval holds chance among tasks and outcomes, not that bias.
 *
 * <p>Dudik, Langford, Li: Doubly Robust Policy Evaluation and Learning, ICML 2011, section 2.
 */
final class DirectMethod {

    private final OutcomeModel model;
    private final Mean differences = new Mean();

    DirectMethod(OutcomeModel model) {
        this.model = model;
    }

    void add(PairedDecision decision, Measure measure) {
        double least = decision.leastCost();
        double difference = 0;
        for (int i = 0; i < decision.options().size(); i++) {
            Option option = decision.options().get(i);
            double expected = measure.expected(option, least);
            double more = option.target() - decision.logged(i);
            if (more == 0 && option.target() == 0) {
                continue;
            }
            model.shift(option.routeClass(), option.target(), more, expected);
            difference += more * model.predict(option.routeClass(), expected);
        }
        differences.add(difference);
    }

    Estimate difference() {
        long count = differences.count();
        if (count < 2) {
            return Estimate.of(0, 0, count);
        }
        double variance = differences.variance() / count + model.shiftedVariance() / ((double) count * count);
        return Estimate.of(model.shifted() / count, Math.sqrt(variance), count);
    }
}
