package dev.signalbox.router.domain;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.route.TaskProfile.Environment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Quick sandbox or full environment. A quick sandbox is taken where the task leans to it and its cost is under a share
 * (0.4) of the full environment's.
 *
 * <p>The full environment's cost is that of the cheapest full candidate that could be taken. Where there is none, it is
 * that of the price list's reference, although nobody announces it: for the same run time and without its start-up,
 * which is not known and would only make the quick sandbox look better. The reference gives the comparison in the
 * explanation.
 *
 * <p>The rule excludes a quick sandbox only when a full environment can really be had: a machine that has nothing but
 * {@code local} runs every task there, and the explanation says so. It does not overrule a client that names a backend.
 */
final class EnvironmentRule {

    private EnvironmentRule() {}

    /**
     * What the full environment would cost.
     *
     * @param cost of the attempt there
     * @param backend which it is
     * @param available whether it could be taken
     */
    record Reference(Money cost, String backend, boolean available) {}

    static @Nullable Reference apply(List<Draft> drafts, RoutingInput input) {
        Reference reference = reference(drafts, input);
        if (reference == null || !reference.available() || input.request().backend() != null) {
            return reference;
        }
        for (Draft draft : drafts) {
            if (!draft.full && draft.eligible()) {
                check(draft, reference, input);
            }
        }
        return reference;
    }

    private static void check(Draft draft, Reference reference, RoutingInput input) {
        if (input.profile().leansTo() == Environment.FULL) {
            draft.reject("score " + input.profile().score() + " leans to a full environment");
        } else if (draft.cost.compareTo(threshold(reference, input)) >= 0) {
            draft.reject("costs " + Words.money(draft.cost) + ", " + Words.percent(draft.cost, reference.cost())
                    + " of the full environment's " + Words.money(reference.cost()) + "; taken only under "
                    + Words.percent(input.policy().fullCostShare()));
        }
    }

    /** Whether the cost is under the share of the full environment's. */
    static boolean cheapEnough(Money cost, Reference reference, RoutingInput input) {
        return cost.compareTo(threshold(reference, input)) < 0;
    }

    private static Money threshold(Reference reference, RoutingInput input) {
        return reference
                .cost()
                .times(java.math.BigDecimal.valueOf(input.policy().fullCostShare()));
    }

    private static @Nullable Reference reference(List<Draft> drafts, RoutingInput input) {
        Draft cheapest = null;
        Draft listed = null;
        for (Draft draft : drafts) {
            if (draft.full && draft.eligible() && (cheapest == null || cheapest.cost.exceeds(draft.cost))) {
                cheapest = draft;
            }
            if (draft.backend == null
                    && draft.route.backend().equals(input.pricing().fullEnvironment())) {
                listed = draft;
            }
        }
        if (cheapest != null && cheapest.cost.usd().signum() > 0) {
            return new Reference(cheapest.cost, cheapest.route.backend(), true);
        }
        return listed == null || listed.cost.usd().signum() == 0
                ? null
                : new Reference(listed.cost, listed.route.backend(), false);
    }
}
