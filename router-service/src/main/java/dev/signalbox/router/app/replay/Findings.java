package dev.signalbox.router.app.replay;

import dev.signalbox.contracts.replay.EstimatedInterval;
import dev.signalbox.contracts.replay.MeasuredDifference;
import dev.signalbox.contracts.replay.ReplayQuery;
import dev.signalbox.contracts.replay.ReplayResult;
import dev.signalbox.contracts.replay.RouteChange;
import dev.signalbox.router.domain.evaluation.Estimate;
import dev.signalbox.router.domain.evaluation.Evaluation;
import dev.signalbox.router.domain.evaluation.Measure;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What an evaluation found, as the record that travels, and in words. */
final class Findings {

    /** Under this effective sample size a normal interval is not to be relied on. */
    private static final double FEW = 100;

    private Findings() {}

    static ReplayResult result(
            Evaluation evaluation,
            List<RouteChange> changes,
            Map<String, Long> notEvaluated,
            double days,
            ReplayQuery query) {
        MeasuredDifference cost = difference(evaluation.compare(Measure.COST));
        MeasuredDifference success = difference(evaluation.compare(Measure.SUCCESS));
        Evaluation.Comparison regret = evaluation.compare(Measure.REGRET);
        boolean weighted = regret.doublyRobust().decisions() > 1;
        double perDay = days <= 0 ? 0 : evaluation.decisions() / days;
        return new ReplayResult(
                evaluation.decisions(),
                evaluation.changed(),
                changes,
                cost.doublyRobust().decisions(),
                notEvaluated,
                evaluation.effectiveSampleSize(),
                evaluation.largestWeight(),
                evaluation.cappedWeights(),
                evaluation.assumed(),
                cost,
                success,
                regret.logged().value() * perDay,
                (regret.logged().value() + (weighted ? regret.doublyRobust() : regret.direct()).value()) * perDay,
                days,
                words(evaluation, cost, success, query));
    }

    private static MeasuredDifference difference(Evaluation.Comparison comparison) {
        return new MeasuredDifference(
                interval(comparison.logged()),
                interval(comparison.direct()),
                interval(comparison.inversePropensity()),
                interval(comparison.selfNormalised()),
                interval(comparison.doublyRobust()));
    }

    private static EstimatedInterval interval(Estimate estimate) {
        return new EstimatedInterval(estimate.value(), estimate.low(), estimate.high(), estimate.decisions());
    }

    private static String words(
            Evaluation evaluation, MeasuredDifference cost, MeasuredDifference success, ReplayQuery query) {
        long decisions = evaluation.decisions();
        if (decisions == 0) {
            return "No decisions in this period.";
        }
        StringBuilder words = new StringBuilder(String.format(
                Locale.ROOT,
                "%,d decisions; %s would change %,d of them (%.1f %%). ",
                decisions,
                query.policy(),
                evaluation.changed(),
                100.0 * evaluation.changed() / decisions));
        EstimatedInterval robust = cost.doublyRobust();
        if (robust.decisions() < 2) {
            return words.append(
                            "None of them can be evaluated by its outcome: either the outcomes are missing, or the new"
                                    + " routes could not have been taken. What the direct method says is an assumption.")
                    .toString();
        }
        words.append(String.format(
                Locale.ROOT,
                "Cost per task %+.3g $ (95 %%: %+.3g to %+.3g), %s; first attempts that succeed %+.2f points"
                        + " (%+.2f to %+.2f), %s.",
                robust.value(),
                robust.low(),
                robust.high(),
                verdict(robust, "dearer", "cheaper"),
                100 * success.doublyRobust().value(),
                100 * success.doublyRobust().low(),
                100 * success.doublyRobust().high(),
                verdict(success.doublyRobust(), "better", "worse")));
        if (evaluation.effectiveSampleSize() < FEW) {
            words.append(String.format(
                    Locale.ROOT,
                    " The effective sample size of %.0f is too small to rely on the intervals.",
                    evaluation.effectiveSampleSize()));
        }
        return words.toString();
    }

    private static String verdict(EstimatedInterval interval, String above, String below) {
        return interval.low() > 0 ? above : interval.high() < 0 ? below : "no clear difference";
    }
}
