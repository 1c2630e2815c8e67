package dev.signalbox.router.domain.evaluation;

import dev.signalbox.router.domain.evaluation.PairedDecision.Option;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Compares a policy with the one that decided, decision by decision, in one pass and bounded memory: what is kept of a
 * decision until its outcome is known is an {@link Expectation}. Used by one thread.
 *
 * <p>A policy is judged by the route it sends a task to first; what follows a failed first attempt is taken as it went.
 */
public final class Evaluation {

    /** Weights are capped at this unless the caller says otherwise. */
    public static final double DEFAULT_CAP = 1000;

    /**
     * A decision is left out of the weighted estimates when the new policy takes with more than this probability routes
     * that could not have been taken; below, its probabilities are taken in relation to what is covered.
     */
    public static final double MOST_UNCOVERED = 0.1;

    private final double cap;
    private final Map<Measure, Estimators> estimators = new EnumMap<>(Measure.class);
    private final Weights weights = new Weights();
    private long decisions;
    private long changed;
    private long uncovered;
    private long settled;
    private long withoutRoute;

    private static final class Estimators {
        final OutcomeModel model = new OutcomeModel();
        final DirectMethod direct = new DirectMethod(model);
        final InversePropensity inverse = new InversePropensity();
        final DoublyRobust robust = new DoublyRobust();
        final Mean logged = new Mean();
    }

    /**
     * What was predicted of a decision before its outcome was known.
     *
     * @param routeClass of the route taken
     * @param weight target over logging probability of the route taken, uncapped; absent where the new policy takes what
     *     could not have been taken
     * @param cost predictions of the cost
     * @param success predictions of the success
     * @param regret predictions of the regret
     */
    public record Expectation(
            String routeClass, @Nullable Double weight, Prediction cost, Prediction success, Prediction regret) {

        Prediction of(Measure measure) {
            return switch (measure) {
                case COST -> cost;
                case SUCCESS -> success;
                case REGRET -> regret;
            };
        }
    }

    /**
     * Of one measure.
     *
     * @param target of the new policy
     * @param logged of the old policy
     * @param taken of the route that was taken
     */
    public record Prediction(double target, double logged, double taken) {}

    /**
     * One measure compared.
     *
     * @param logged per task, as it was
     * @param direct difference per task by the direct method
     * @param inversePropensity difference per task by inverse propensity
     * @param selfNormalised the same with weights that sum up to one
     * @param doublyRobust difference per task by the doubly robust method
     */
    public record Comparison(
            Estimate logged,
            Estimate direct,
            Estimate inversePropensity,
            Estimate selfNormalised,
            Estimate doublyRobust) {}

    public Evaluation(double cap) {
        if (!(cap >= 1)) {
            throw new IllegalArgumentException("weights cannot be capped at " + cap + ": it is under 1");
        }
        this.cap = cap;
        for (Measure measure : Measure.values()) {
            estimators.put(measure, new Estimators());
        }
    }

    /** Takes a decision, and predicts what becomes of it from the outcomes seen so far. */
    public Expectation decide(PairedDecision decision) {
        decisions++;
        changed += decision.changed() ? 1 : 0;
        if (decision.chosen() == PairedDecision.NONE) {
            withoutRoute++;
            Prediction nothing = new Prediction(0, 0, 0);
            return new Expectation(taken(decision).routeClass(), null, nothing, nothing, nothing);
        }
        double outside = decision.uncovered();
        Option taken = taken(decision);
        boolean covered = outside <= MOST_UNCOVERED && taken.logging() > 0;
        uncovered += covered ? 0 : 1;
        for (Measure measure : Measure.values()) {
            of(measure).direct.add(decision, measure);
        }
        Double weight = covered ? taken.target() / (1 - outside) / taken.logging() : null;
        return new Expectation(
                taken.routeClass(),
                weight,
                predict(decision, Measure.COST, outside),
                predict(decision, Measure.SUCCESS, outside),
                predict(decision, Measure.REGRET, outside));
    }

    /** The outcome of a decision. */
    public void settle(Expectation expected, Outcome outcome) {
        settled++;
        Double weight = expected.weight();
        if (weight != null) {
            weights.add(weight, cap);
        }
        for (Measure measure : Measure.values()) {
            Estimators to = of(measure);
            double value = measure.of(outcome);
            to.model.learn(expected.routeClass(), value);
            to.logged.add(value);
            if (weight != null) {
                double used = Math.min(weight, cap);
                to.inverse.add(used, value);
                to.robust.add(used, value, expected.of(measure));
            }
        }
    }

    public Comparison compare(Measure measure) {
        Estimators from = of(measure);
        return new Comparison(
                from.logged.estimate(),
                from.direct.difference(),
                from.inverse.difference(),
                from.inverse.selfNormalised(),
                from.robust.difference());
    }

    /** Decisions taken so far. */
    public long decisions() {
        return decisions;
    }

    /** Decisions that the new policy makes differently. */
    public long changed() {
        return changed;
    }

    /** Decisions whose outcome is known. */
    public long settled() {
        return settled;
    }

    /** Decisions that the weighted estimates leave out, because the new route could not have been taken. */
    public long uncovered() {
        return uncovered;
    }

    /** Decisions for which the new policy finds no route. */
    public long withoutRoute() {
        return withoutRoute;
    }

    public double effectiveSampleSize() {
        return weights.effectiveSampleSize();
    }

    public double largestWeight() {
        return weights.largest();
    }

    public long cappedWeights() {
        return weights.capped();
    }

    /** Share of the new policy's decisions that go where no outcome was ever seen. */
    public double assumed() {
        return of(Measure.COST).model.assumed();
    }

    private Prediction predict(PairedDecision decision, Measure measure, double outside) {
        OutcomeModel model = of(measure).model;
        double least = decision.leastCost();
        double target = 0;
        double logged = 0;
        double taken = 0;
        for (int i = 0; i < decision.options().size(); i++) {
            Option option = decision.options().get(i);
            double predicted = model.predict(option.routeClass(), measure.expected(option, least));
            target += option.logging() > 0 ? option.target() / (1 - outside) * predicted : 0;
            logged += decision.logged(i) * predicted;
            taken = i == decision.taken() ? predicted : taken;
        }
        return new Prediction(target, logged, taken);
    }

    private static Option taken(PairedDecision decision) {
        return decision.options().get(decision.taken());
    }

    private Estimators of(Measure measure) {
        return Objects.requireNonNull(estimators.get(measure));
    }
}
