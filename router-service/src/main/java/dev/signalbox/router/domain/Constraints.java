package dev.signalbox.router.domain;

import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.route.TaskProfile.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What rules a candidate out, whatever it costs; each with its reason in words. */
final class Constraints {

    private Constraints() {}

    static void apply(Draft draft, RoutingInput input) {
        String other = asksForOther(draft, input);
        if (other != null) {
            draft.reject(other);
            draft.setAside = true;
            return;
        }
        BackendAnnounced backend = draft.backend;
        if (backend == null) {
            draft.reject("not configured: no executor announces it");
            return;
        }
        availability(draft, backend, input);
        abilities(draft, backend, input);
        time(draft, backend, input);
    }

    /** To be called when the cost is known. */
    static void applyCeiling(Draft draft, RoutingInput input) {
        var ceiling = input.request().maximumCost();
        if (ceiling != null && draft.eligible() && draft.cost.exceeds(ceiling)) {
            draft.reject("would cost " + Words.money(draft.cost) + ", the task may cost " + Words.money(ceiling));
        }
    }

    private static @Nullable String asksForOther(Draft draft, RoutingInput input) {
        RequestFeatures request = input.request();
        String backend = draft.route.backend();
        if (request.backend() != null && !request.backend().equals(backend)) {
            return "the client asked for backend " + request.backend();
        }
        if (request.backend() == null && input.policy().onlyWhenNamed().contains(backend)) {
            return "taken only when the client names it";
        }
        if (request.tier() != null && !request.tier().equals(draft.route.tier())) {
            return "the client asked for tier " + request.tier();
        }
        String implied = draft.pairing.impliedTier();
        if (implied != null && !implied.equals(draft.route.tier())) {
            String model =
                    request.model() == null ? Objects.requireNonNullElse(draft.route.model(), "") : request.model();
            return "model " + model + " implies tier " + implied;
        }
        return null;
    }

    private static void availability(Draft draft, BackendAnnounced backend, RoutingInput input) {
        if (!backend.available()) {
            draft.reject("unavailable: "
                    + Objects.requireNonNullElse(backend.unavailableBecause(), "the executor gives no reason"));
        }
        Duration silence = Duration.between(backend.announcedAt(), input.now());
        if (silence.compareTo(input.policy().silentAfter()) > 0) {
            draft.reject("its executor was not heard from for " + Words.duration(silence));
        }
        if (draft.price == null) {
            draft.reject("has no price in the price list " + input.pricing().version());
        }
        if (!backend.isolation().atLeast(input.policy().minimumIsolation())) {
            draft.reject("isolates only to the level " + lower(backend.isolation()) + ", the policy asks for "
                    + lower(input.policy().minimumIsolation()));
        }
    }

    private static void abilities(Draft draft, BackendAnnounced backend, RoutingInput input) {
        List<String> missing = new ArrayList<>();
        for (String language : input.request().languages()) {
            if (!backend.languages().contains(language)) {
                missing.add(Languages.name(language));
            }
        }
        if (!missing.isEmpty()) {
            draft.reject("cannot run " + Words.list(missing));
        }
        Integer unrecognised = input.request().unrecognisedSnippet();
        if (unrecognised != null) {
            draft.reject("the language of snippet " + (unrecognised + 1) + " is not named and not plain");
        }
        if (input.profile().kind() == Kind.PROMPT && !backend.capabilities().contains(PolicyParameters.MODELS)) {
            draft.reject("offers no language model");
        }
        if (draft.pairing.problem() != null) {
            draft.reject(draft.pairing.problem());
        }
    }

    private static void time(Draft draft, BackendAnnounced backend, RoutingInput input) {
        Duration asked = input.request().timeout();
        if (asked == null) {
            return;
        }
        if (asked.compareTo(backend.longestDuration()) > 0) {
            draft.reject("runs for at most " + Words.duration(backend.longestDuration()) + ", the task asks for "
                    + Words.duration(asked));
        }
        Duration tierLongest = input.policy().tier(draft.route.tier()).longestTimeout();
        if (asked.compareTo(tierLongest) > 0) {
            draft.reject("tier " + draft.route.tier() + " is for at most " + Words.duration(tierLongest)
                    + ", the task asks for " + Words.duration(asked));
        }
    }

    private static String lower(Enum<?> level) {
        return level.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
