package dev.signalbox.router.domain;

import dev.signalbox.contracts.task.Objective;
import java.util.Comparator;
import java.util.List;

/**
 * What the objective compares; lower is better.
 *
 * <ul>
 *   <li>{@code cheapest}: the expected total cost in dollars ({@link Cascade});
 *   <li>{@code fastest}: start-up and run time in seconds, plus, for the case that it fails, the same time again;
 *   <li>{@code best}: the probability of failure;
 *   <li>{@code balanced}: the weighted sum of cost, time (each in relation to the largest) and failure.
 * </ul>
 */
final class Scores {

    /** The order in which candidates are listed; equal scores are decided by cost, size, success and name. */
    static final Comparator<Draft> BEST_FIRST = Comparator.comparing((Draft draft) -> !draft.eligible())
            .thenComparingDouble(draft -> draft.score)
            .thenComparingDouble(draft -> draft.dollars)
            .thenComparingInt(draft -> draft.resources.memoryMib())
            .thenComparingDouble(draft -> -draft.success)
            .thenComparing(draft -> draft.route.label());

    private static final double MILLIS_PER_SECOND = 1000;

    private Scores() {}

    static void apply(List<Draft> drafts, Cascade cascade, RoutingInput input) {
        double dearest = 0;
        double slowest = 0;
        for (Draft draft : drafts) {
            draft.expectedTotal = cascade.expectedTotal(draft);
            if (draft.eligible()) {
                dearest = Math.max(dearest, draft.expectedTotal);
                slowest = Math.max(slowest, seconds(draft));
            }
        }
        for (Draft draft : drafts) {
            draft.score = score(draft, input, dearest, slowest);
        }
    }

    private static double score(Draft draft, RoutingInput input, double dearest, double slowest) {
        Objective objective = input.request().objective();
        return switch (objective) {
            case CHEAPEST -> draft.expectedTotal;
            case FASTEST -> seconds(draft);
            case BEST -> 1 - draft.success;
            case BALANCED -> {
                PolicyParameters.Weights weights = input.policy().balanced();
                yield weights.cost() * share(draft.expectedTotal, dearest)
                        + weights.time() * share(seconds(draft), slowest)
                        + weights.failure() * (1 - draft.success);
            }
        };
    }

    private static double seconds(Draft draft) {
        return draft.wholeMillis() / MILLIS_PER_SECOND * (2 - draft.success);
    }

    private static double share(double part, double whole) {
        return whole == 0 ? 0 : part / whole;
    }
}
