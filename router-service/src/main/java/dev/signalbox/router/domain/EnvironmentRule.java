package dev.signalbox.router.domain;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.backend.BackendAnnounced;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Quick sandbox or full environment. A quick sandbox is taken where it suffices with a probability of at least the
 * policy's floor (0.5; 0.8 where the task does not escalate, the safer choice) and its cost is under a share (0.4) of the full environment's. Expected cost alone would try the
 * sandbox first nearly always, because it costs a fraction; but a task that fails there has lost time, and what it has
 * done half is done twice.
 *
 * <p>The full environment's cost is that of the cheapest full candidate that could be taken, else of the cheapest that
 * lives although this task cannot have it. Where there is none, it is that of the price list's reference, although nobody
 * announces it: for the same run time and without its start-up, which is not known and would only make the quick sandbox
 * look better. The reference gives the comparison in the explanation.
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
     * @param dollars the same, inexact
     * @param backend which it is
     * @param available whether it could be taken
     * @param announced whether there is one, be it for other tasks
     */
    record Reference(Money cost, double dollars, String backend, boolean available, boolean announced) {

        static Reference of(Draft draft, boolean available, boolean announced) {
            return new Reference(draft.cost(), draft.dollars, draft.route.backend(), available, announced);
        }
    }

    static @Nullable Reference apply(List<Draft> drafts, RoutingInput input) {
        Reference reference = reference(drafts, input);
        if (reference == null || !reference.available() || input.request().backend() != null) {
            return reference;
        }
        double suffices = 1 - input.profile().fullProbability();
        boolean escalates = input.request().escalates();
        double floor =
                escalates ? input.policy().environmentFloor() : input.policy().environmentFloorAlone();
        String insufficient = suffices >= floor
                ? null
                : "suffices with probability " + Words.percent(suffices) + ", the policy asks for "
                        + Words.percent(floor) + (escalates ? "" : " of a task that does not escalate");
        for (Draft draft : drafts) {
            if (!draft.full && draft.reachable()) {
                if (insufficient != null) {
                    draft.reject(insufficient);
                } else if (!cheapEnough(draft, reference, input)) {
                    draft.reject(tooDear(draft, reference, input));
                }
            }
        }
        return reference;
    }

    private static String tooDear(Draft draft, Reference reference, RoutingInput input) {
        return "costs " + Words.money(draft.cost()) + ", " + Words.percent(draft.cost(), reference.cost())
                + " of the full environment's " + Words.money(reference.cost()) + "; taken only under "
                + Words.percent(input.policy().fullCostShare());
    }

    /** Whether the cost is under the share of the full environment's. */
    static boolean cheapEnough(Draft draft, Reference reference, RoutingInput input) {
        return draft.dollars < reference.dollars() * input.policy().fullCostShare();
    }

    private static @Nullable Reference reference(List<Draft> drafts, RoutingInput input) {
        Draft cheapest = null;
        Draft living = null;
        Draft listed = null;
        for (Draft draft : drafts) {
            if (draft.full && draft.eligible() && (cheapest == null || draft.dollars < cheapest.dollars)) {
                cheapest = draft;
            }
            if (draft.full && lives(draft, input) && (living == null || draft.dollars < living.dollars)) {
                living = draft;
            }
            if (draft.backend == null
                    && draft.route.backend().equals(input.pricing().fullEnvironment())) {
                listed = draft;
            }
        }
        if (cheapest != null && cheapest.dollars > 0) {
            return Reference.of(cheapest, true, true);
        }
        if (living != null) {
            return Reference.of(living, false, true);
        }
        return listed == null || listed.dollars == 0 ? null : Reference.of(listed, false, false);
    }

    private static boolean lives(Draft draft, RoutingInput input) {
        BackendAnnounced backend = draft.backend;
        return backend != null
                && backend.available()
                && draft.dollars > 0
                && !Liveness.gone(backend, input.policy(), input.now());
    }
}
