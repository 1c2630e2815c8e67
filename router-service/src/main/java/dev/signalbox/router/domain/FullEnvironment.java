package dev.signalbox.router.domain;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.RouteDecision;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What "always the full environment" would cost for a task: the cheapest full candidate of the decision that could be taken,
 * with the chosen model where there is one, else the cheapest of a backend that lives although this task cannot have it, else
 * the price list's reference.
 */
public final class FullEnvironment {

    private FullEnvironment() {}

    /** The expected cost; absent where there is nothing to compare with. */
    public static @Nullable Money cost(RouteDecision decision, RoutingInput input) {
        Candidate chosen = decision.chosen();
        if (chosen == null) {
            return null;
        }
        Money possible = null;
        Money possibleByAnother = null;
        Money living = null;
        Money listed = null;
        for (Candidate candidate : decision.candidates()) {
            if (!candidate.cost().exceeds(Money.ZERO)) {
                continue;
            }
            String name = candidate.route().backend();
            BackendAnnounced backend = input.backend(name).orElse(null);
            if (backend == null) {
                listed = name.equals(input.pricing().fullEnvironment()) ? cheaper(listed, candidate) : listed;
            } else if (backend.environment().equals("full")) {
                boolean sameModel =
                        Objects.equals(candidate.route().model(), chosen.route().model());
                boolean lives = backend.available() && !Liveness.gone(backend, input.policy(), input.now());
                possible = candidate.eligible() && sameModel ? cheaper(possible, candidate) : possible;
                possibleByAnother = candidate.eligible() ? cheaper(possibleByAnother, candidate) : possibleByAnother;
                living = lives ? cheaper(living, candidate) : living;
            }
        }
        return possible != null
                ? possible
                : possibleByAnother != null ? possibleByAnother : living != null ? living : listed;
    }

    private static Money cheaper(@Nullable Money known, Candidate candidate) {
        return known == null || known.exceeds(candidate.cost()) ? candidate.cost() : known;
    }
}
