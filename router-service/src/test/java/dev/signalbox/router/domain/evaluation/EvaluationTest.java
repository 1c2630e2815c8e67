package dev.signalbox.router.domain.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.router.domain.evaluation.PairedDecision.Option;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The estimators on examples that can be checked by hand. */
class EvaluationTest {

    @Test
    void weighsEachOutcomeByTargetOverLoggingProbability() {
        Evaluation evaluation = new Evaluation(100);
        // Weights 2, 2, 0, 0; costs 1, 3, 10, 10.
        for (int i = 0; i < 4; i++) {
            boolean first = i < 2;
            PairedDecision decision = new PairedDecision(
                    List.of(new Option("a", 0.5, 1, 0.9, 1), new Option("b", 0.5, 0, 0.9, 1)), first ? 0 : 1, 0);
            evaluation.settle(evaluation.decide(decision), new Outcome(first, first ? 1 + 2 * i : 10, 0));
        }
        Evaluation.Comparison cost = evaluation.compare(Measure.COST);
        // Mean of w y - y: (2-1, 6-3, -10, -10) / 4.
        assertThat(cost.inversePropensity().value()).isCloseTo(-4, within(1e-12));
        // 8 / 4 - 24 / 4.
        assertThat(cost.selfNormalised().value()).isCloseTo(-4, within(1e-12));
        assertThat(cost.logged().value()).isEqualTo(6);
        assertThat(evaluation.effectiveSampleSize()).isCloseTo(2, within(1e-12));
        assertThat(evaluation.largestWeight()).isEqualTo(2);
        assertThat(evaluation.changed()).isEqualTo(2);
        assertThat(evaluation.compare(Measure.SUCCESS).inversePropensity().value())
                .isCloseTo(0.5, within(1e-12));
    }

    @Test
    void theSelfNormalisedVarianceIsThatOfItsLinearisedTerms() {
        InversePropensity estimator = new InversePropensity();
        double[] weights = {0.5, 2, 1, 0, 3};
        double[] outcomes = {1, 4, 2, 7, 3};
        double sumWeights = 6.5;
        double estimate = (0.5 + 8 + 2 + 0 + 9) / sumWeights;
        double mean = 17 / 5.0;
        double squares = 0;
        for (int i = 0; i < weights.length; i++) {
            estimator.add(weights[i], outcomes[i]);
            double term = 5 / sumWeights * weights[i] * (outcomes[i] - estimate) - (outcomes[i] - mean);
            squares += term * term;
        }
        double error = Math.sqrt(squares / 4 / 5);
        Estimate estimated = estimator.selfNormalised();
        assertThat(estimated.value()).isCloseTo(estimate - mean, within(1e-12));
        assertThat(estimated.high() - estimated.low()).isCloseTo(2 * Estimate.Z * error, within(1e-12));
    }

    @Test
    void theSamePolicyDiffersByNothing() {
        Evaluation evaluation = new Evaluation(100);
        for (int i = 0; i < 50; i++) {
            PairedDecision decision = new PairedDecision(List.of(new Option("a", 1, 1, 0.9, 1)), 0, 0);
            evaluation.settle(evaluation.decide(decision), new Outcome(i % 3 != 0, i, 0));
        }
        for (Measure measure : Measure.values()) {
            Evaluation.Comparison comparison = evaluation.compare(measure);
            for (Estimate estimate : List.of(
                    comparison.direct(),
                    comparison.inversePropensity(),
                    comparison.selfNormalised(),
                    comparison.doublyRobust())) {
                assertThat(estimate.value()).isCloseTo(0, within(1e-12));
                assertThat(estimate.high()).isCloseTo(0, within(1e-6));
            }
        }
        assertThat(evaluation.effectiveSampleSize()).isCloseTo(50, within(1e-9));
        assertThat(evaluation.changed()).isZero();
    }

    @Test
    void policiesWithTheSameProbabilitiesDifferByNothingWhateverWasDrawn() {
        Evaluation evaluation = new Evaluation(100);
        for (int i = 0; i < 50; i++) {
            PairedDecision decision = new PairedDecision(
                    List.of(new Option("a", 0.9, 0.9, 0.9, 1), new Option("b", 0.1, 0.1, 0.5, 7)),
                    i % 5 == 0 ? 1 : 0,
                    0);
            evaluation.settle(evaluation.decide(decision), new Outcome(i % 3 != 0, i, 0));
        }
        for (Measure measure : Measure.values()) {
            assertThat(evaluation.compare(measure).doublyRobust().value()).isCloseTo(0, within(1e-12));
            assertThat(evaluation.compare(measure).doublyRobust().high()).isCloseTo(0, within(1e-9));
            assertThat(evaluation.compare(measure).direct().value()).isCloseTo(0, within(1e-12));
        }
    }

    @Test
    void whatCouldNotHaveBeenTakenIsLeftOutOfTheWeightedEstimatesAndCounted() {
        Evaluation evaluation = new Evaluation(100);
        PairedDecision outside =
                new PairedDecision(List.of(new Option("a", 1, 0, 0.9, 1), new Option("b", 0, 1, 0.95, 3)), 0, 1);
        for (int i = 0; i < 10; i++) {
            evaluation.settle(evaluation.decide(outside), new Outcome(true, 1, 0));
        }
        assertThat(evaluation.uncovered()).isEqualTo(10);
        assertThat(evaluation.compare(Measure.COST).inversePropensity()).isEqualTo(Estimate.NONE);
        assertThat(evaluation.compare(Measure.COST).direct().value()).isCloseTo(2, within(1e-12));
        assertThat(evaluation.assumed()).isEqualTo(1);
        assertThat(evaluation.compare(Measure.REGRET).direct().value()).isCloseTo(2, within(1e-12));
    }

    @Test
    void weightsAreCappedAndTheCappedAreCounted() {
        Evaluation evaluation = new Evaluation(5);
        PairedDecision rare =
                new PairedDecision(List.of(new Option("a", 0.99, 0, 0.9, 1), new Option("b", 0.01, 1, 0.9, 1)), 1, 1);
        evaluation.settle(evaluation.decide(rare), new Outcome(true, 1, 0));
        evaluation.settle(evaluation.decide(rare), new Outcome(true, 1, 0));
        assertThat(evaluation.cappedWeights()).isEqualTo(2);
        assertThat(evaluation.largestWeight()).isCloseTo(100, within(1e-9));
        assertThat(evaluation.compare(Measure.COST).inversePropensity().value()).isCloseTo(4, within(1e-9));
    }

    @Test
    void aCapUnderOneIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Evaluation(0.5));
    }

    @Test
    void aPolicyThatFindsNoRouteIsCountedAndNotEstimated() {
        Evaluation evaluation = new Evaluation(100);
        PairedDecision none = new PairedDecision(List.of(new Option("a", 1, 0, 0.9, 1)), 0, PairedDecision.NONE);
        evaluation.settle(evaluation.decide(none), new Outcome(true, 1, 0));
        assertThat(evaluation.withoutRoute()).isEqualTo(1);
        assertThat(evaluation.compare(Measure.COST).doublyRobust()).isEqualTo(Estimate.NONE);
    }
}
