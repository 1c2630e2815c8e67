package dev.signalbox.router.domain;

import dev.signalbox.contracts.route.PlannedAttempt;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plans what follows when a route fails, and what a route costs with that.
 *
 * <p>Where to go from a route: of those that succeed more often, the one that costs least for each point of success that
 * it adds. Only the efficient frontier comes into question: whatever costs more and succeeds no more often is left out.
 *
 * <p>What it costs: routes are taken to be nested, a stronger one succeeds wherever a weaker one does. Then the
 * probability of getting as far as step {@code i} is that of the failure of the step before, {@code 1 - p(i-1)}, and the
 * expected total cost is {@code c(1) + (1 - p(1)) c(2) + (1 - p(2)) c(3)} (as in model cascades; Chen, Zaharia and Zou
 * 2023, FrugalGPT). Independent failures would make cascades look better than they are.
 */
final class Cascade {

    private final List<Draft> frontier;
    private final PolicyParameters.Escalation escalation;

    private Cascade(List<Draft> frontier, PolicyParameters.Escalation escalation) {
        this.frontier = frontier;
        this.escalation = escalation;
    }

    static Cascade of(List<Draft> drafts, PolicyParameters policy) {
        List<Draft> reachable = new ArrayList<>();
        for (Draft draft : drafts) {
            if (draft.reachable()) {
                reachable.add(draft);
            }
        }
        reachable.sort(Cascade::bySuccess);
        List<Draft> frontier = new ArrayList<>();
        double cheapest = Double.POSITIVE_INFINITY;
        for (int i = reachable.size() - 1; i >= 0; i--) {
            Draft draft = reachable.get(i);
            if (draft.dollars < cheapest) {
                frontier.add(draft);
                cheapest = draft.dollars;
            }
        }
        return new Cascade(frontier, policy.escalation());
    }

    private static int bySuccess(Draft a, Draft b) {
        int order = Double.compare(a.success, b.success);
        order = order == 0 ? Double.compare(b.dollars, a.dollars) : order;
        return order == 0 ? Draft.byName(b, a) : order;
    }

    /** Cost of the route and of what follows when it fails, as far as attempts go. */
    double expectedTotal(Draft first) {
        double total = first.dollars;
        Draft before = first;
        for (int attempt = 2; attempt <= escalation.attempts(); attempt++) {
            Draft next = next(before);
            if (next == null) {
                return total;
            }
            total += (1 - before.success) * next.dollars;
            before = next;
        }
        return total;
    }

    /** The route, and where the task goes when it fails. */
    List<PlannedAttempt> plan(Draft first, PolicyParameters policy) {
        List<PlannedAttempt> plan = new ArrayList<>();
        plan.add(step(first, 1, first.success, Set.of()));
        Draft before = first;
        for (Draft next = next(first); next != null && plan.size() < escalation.steps(); next = next(before)) {
            double failed = 1 - before.success;
            plan.add(step(next, failed, (next.success - before.success) / failed, Gains.over(before, next, policy)));
            before = next;
        }
        return plan;
    }

    private static PlannedAttempt step(Draft draft, double probability, double success, Set<String> gains) {
        return new PlannedAttempt(draft.route, Draft.rounded(probability), Draft.rounded(success), draft.cost(), gains);
    }

    private @Nullable Draft next(Draft from) {
        Draft best = null;
        double bestPrice = Double.POSITIVE_INFINITY;
        for (Draft candidate : frontier) {
            double gain = candidate.success - from.success;
            if (gain < escalation.minimumGain() * (1 - from.success)) {
                break;
            }
            double price = candidate.dollars / gain;
            if (price < bestPrice) {
                bestPrice = price;
                best = candidate;
            }
        }
        return best;
    }
}
