package dev.signalbox.contracts.route;

import dev.signalbox.contracts.Money;
import java.util.Set;

/**
 * A step of the plan that is made with the decision: where the task goes when the step before it fails.
 *
 * @param route where
 * @param probability that the plan comes to this step: 1 for the first, then the probability that all before it fail
 * @param successProbability that this step succeeds, given that those before it failed
 * @param cost expected cost of this step, when it is taken
 * @param gains for which causes of a failure of the step before it is taken: {@code memory}, {@code time}, {@code disk},
 *     {@code processes}, {@code network}, {@code packages}, {@code quality}; empty for the first step
 */
public record PlannedAttempt(
        Route route, double probability, double successProbability, Money cost, Set<String> gains) {

    @SuppressWarnings("NullAway") // absent in JSON arrives as null
    public PlannedAttempt {
        gains = gains == null ? Set.of() : java.util.Collections.unmodifiableSet(new java.util.TreeSet<>(gains));
    }
}
