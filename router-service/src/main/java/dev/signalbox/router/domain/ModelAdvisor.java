package dev.signalbox.router.domain;

import dev.signalbox.contracts.route.ModelAdvice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds a cheaper model than the one that is taken, where it would do nearly as well. */
final class ModelAdvisor {

    private ModelAdvisor() {}

    static @Nullable ModelAdvice advise(Draft chosen, List<Draft> drafts, RoutingInput input) {
        if (chosen.route.model() == null) {
            return null;
        }
        Draft best = null;
        for (Draft draft : drafts) {
            boolean same = draft.reachable()
                    && draft.route.backend().equals(chosen.route.backend())
                    && draft.pairing.agent() == chosen.pairing.agent();
            boolean does = draft.success >= chosen.success - input.policy().adviceTolerance();
            if (same
                    && does
                    && draft.expectedTotal < chosen.expectedTotal
                    && draft.dollars < chosen.dollars
                    && (best == null || draft.expectedTotal < best.expectedTotal)) {
                best = draft;
            }
        }
        if (best == null || best.route.model() == null || best.route.model().equals(chosen.route.model())) {
            return null;
        }
        return new ModelAdvice(
                best.route.model(),
                Draft.rounded(best.success),
                Draft.money(chosen.dollars - best.dollars),
                best.route.model() + " would succeed in " + Words.percent(best.success) + " of cases, "
                        + chosen.route.model() + " in " + Words.percent(chosen.success) + ", and cost "
                        + Words.money(best.cost()) + " instead of " + Words.money(chosen.cost()));
    }
}
