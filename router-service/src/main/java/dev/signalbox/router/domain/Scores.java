package dev.signalbox.router.domain;

import dev.signalbox.contracts.task.Objective;
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

    private static final double MILLIS_PER_SECOND = 1000;

    private Scores() {}

    /** The order in which candidates are listed; equal scores are decided by cost, size, success and name. */
    static int bestFirst(Draft a, Draft b) {
        int order = Boolean.compare(!a.eligible(), !b.eligible());
        order = order == 0 ? Double.compare(a.score, b.score) : order;
        order = order == 0 ? Double.compare(a.dollars, b.dollars) : order;
        order = order == 0 ? Integer.compare(a.resources.memoryMib(), b.resources.memoryMib()) : order;
        order = order == 0 ? Double.compare(b.success, a.success) : order;
        return order == 0 ? Draft.byName(a, b) : order;
    }

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
