package dev.signalbox.router.domain;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.task.Objective;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;

/**
 * What the objective compares; lower is better.
 *
 * <ul>
 *   <li>{@code cheapest}: the expected total cost in dollars;
 *   <li>{@code fastest}: start-up and run time in seconds, plus, for the case that it fails, the same time again;
 *   <li>{@code best}: the probability of failure;
 *   <li>{@code balanced}: the weighted sum of cost, time (each in relation to the largest) and failure.
 * </ul>
 *
 * <p>Expected total cost is cost + (1 - p) x the cost of the best escalation: the cheapest candidate that is more likely
 * to succeed, or the same again where none is.
 */
final class Scores {

    private static final Comparator<Draft> BY_COST =
            Comparator.comparing((Draft draft) -> draft.cost).thenComparing(draft -> draft.route.label());

    /** The order in which candidates are listed; equal scores are decided by cost, size, success and name. */
    static final Comparator<Draft> BEST_FIRST = Comparator.comparing((Draft draft) -> !draft.eligible())
            .thenComparingDouble(draft -> draft.score)
            .thenComparing(draft -> draft.cost)
            .thenComparingInt(draft -> draft.resources.memoryMib())
            .thenComparingDouble(draft -> -draft.success)
            .thenComparing(draft -> draft.route.label());

    private Scores() {}

    static void apply(List<Draft> drafts, RoutingInput input) {
        List<Draft> byCost =
                drafts.stream().filter(Draft::eligible).sorted(BY_COST).toList();
        double dearest = 0;
        double slowest = 0;
        for (Draft draft : drafts) {
            draft.expectedTotalCost =
                    draft.cost.plus(escalation(draft, byCost).times(BigDecimal.valueOf(1 - draft.success)));
            if (draft.eligible()) {
                dearest = Math.max(dearest, dollars(draft));
                slowest = Math.max(slowest, seconds(draft));
            }
        }
        for (Draft draft : drafts) {
            draft.score = score(draft, input, dearest, slowest);
        }
    }

    private static Money escalation(Draft draft, List<Draft> byCost) {
        for (Draft next : byCost) {
            if (next.success > draft.success) {
                return next.cost;
            }
        }
        return draft.cost;
    }

    private static double score(Draft draft, RoutingInput input, double dearest, double slowest) {
        Objective objective = input.request().objective();
        return switch (objective) {
            case CHEAPEST -> dollars(draft);
            case FASTEST -> seconds(draft);
            case BEST -> 1 - draft.success;
            case BALANCED -> {
                PolicyParameters.Weights weights = input.policy().balanced();
                yield weights.cost() * share(dollars(draft), dearest)
                        + weights.time() * share(seconds(draft), slowest)
                        + weights.failure() * (1 - draft.success);
            }
        };
    }

    private static double dollars(Draft draft) {
        return draft.expectedTotalCost.usd().doubleValue();
    }

    private static double seconds(Draft draft) {
        return draft.wholeTime().toMillis() / 1000.0 * (2 - draft.success);
    }

    private static double share(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }
}
