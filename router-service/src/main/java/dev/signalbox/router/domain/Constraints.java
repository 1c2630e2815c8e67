package dev.signalbox.router.domain;

import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.route.TaskProfile.Kind;
import dev.signalbox.contracts.task.TaskRequested.PreviousAttempt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What rules a candidate out, whatever it costs; each with its reason in words. */
final class Constraints {

    /** Capabilities that a backend announces; other needs of a task say what kind of environment it is for. */
    static final Set<String> OFFERED = Set.of("network", "packages", "services", "gui", "containers", "cluster");

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
        cause(draft, input);
    }

    /** To be called when cost, time and success are known. */
    static void applyCeilings(Draft draft, RoutingInput input) {
        if (!draft.reachable()) {
            return;
        }
        RequestFeatures request = input.request();
        if (request.maximumCost() != null && draft.cost().exceeds(request.maximumCost())) {
            draft.reject("would cost " + Words.money(draft.cost()) + ", the task may cost "
                    + Words.money(request.maximumCost()));
        }
        Duration latency = request.maximumLatency();
        if (latency != null && draft.wholeMillis() > latency.toMillis()) {
            draft.reject("would take " + Words.duration(draft.wholeTime()) + ", the task may take "
                    + Words.duration(latency));
        }
        Double floor = request.minimumSuccess();
        if (floor != null && draft.success < floor) {
            draft.reject("succeeds in " + Words.percent(draft.success) + " of cases, the task asks for "
                    + Words.percent(floor));
        }
    }

    /** The policy's floor on success; it gives way where nothing is above it. */
    static void applyFloor(List<Draft> drafts, RoutingInput input) {
        double floor = input.policy().minimumSuccess();
        boolean anyAbove = false;
        for (Draft draft : drafts) {
            anyAbove |= draft.eligible() && draft.success >= floor;
        }
        if (!anyAbove) {
            return;
        }
        for (Draft draft : drafts) {
            if (draft.reachable() && draft.success < floor) {
                draft.reject("succeeds in " + Words.percent(draft.success) + " of cases, the policy asks for "
                        + Words.percent(floor));
            }
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
        if (Liveness.gone(backend, input.policy(), input.now())) {
            String silence = Words.duration(Liveness.silence(backend, input.now()));
            draft.reject(
                    backend.dormant()
                            ? "nothing has run there for " + silence
                            : "its executor was not heard from for " + silence);
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
        } else if (draft.route.model() != null && !StandIns.callable(backend, draft.route.model())) {
            draft.reject("cannot call " + draft.route.model() + ", only " + Words.list(List.copyOf(backend.models())));
        }
        List<String> lacking = new ArrayList<>();
        for (String need : input.request().needs()) {
            if (OFFERED.contains(need) && !backend.capabilities().contains(need)) {
                lacking.add(need);
            }
        }
        if (!lacking.isEmpty()) {
            draft.reject("does not offer " + Words.list(lacking) + ", which the task needs");
        }
        if (draft.pairing.problem() != null) {
            draft.reject(draft.pairing.problem());
        }
    }

    /** After a failure for want of something only what has more of it does. */
    private static void cause(Draft draft, RoutingInput input) {
        List<PreviousAttempt> previous = input.request().previous();
        String cause = previous.isEmpty() ? null : previous.getLast().cause();
        if (cause == null) {
            return;
        }
        PreviousAttempt last = previous.getLast();
        BackendAnnounced before = input.backend(last.backend()).orElse(null);
        if (before != null
                && !Gains.over(before, last.tier(), last.model(), draft, input.policy())
                        .contains(cause)) {
            draft.reject("gives no more " + cause + " than " + last.backend() + "/" + last.tier() + ", where attempt "
                    + last.attempt() + " failed for want of it");
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
