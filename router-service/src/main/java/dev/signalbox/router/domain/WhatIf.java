package dev.signalbox.router.domain;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.Rates;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.contracts.route.RouteStatistics;
import dev.signalbox.contracts.route.TaskProfile.Environment;
import dev.signalbox.contracts.task.Objective;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The input of a decision with one thing different. */
final class WhatIf {

    /** So many attempts that what was assumed before does not count any more. */
    private static final double ATTEMPTS = 1e7;

    /** What a backend is taken to announce that nobody knows. */
    private static final Duration LONGEST = Duration.ofHours(24);

    private static final Duration START_UP = Duration.ofSeconds(1);
    private static final int SLOTS = 4;

    private WhatIf() {}

    /** Chance does not decide. */
    static RoutingInput certain(RoutingInput input) {
        return Altered.with(input, "policy", input.policy().exploring(0));
    }

    static RoutingInput request(RoutingInput input, String component, @Nullable Object value) {
        return Altered.with(input, "request", Altered.with(input.request(), component, value));
    }

    static RoutingInput policy(RoutingInput input, String component, Object value) {
        return Altered.with(input, "policy", Altered.with(input.policy(), component, value));
    }

    static RoutingInput objective(RoutingInput input, Objective objective) {
        return request(input, "objective", objective);
    }

    /** The backend's rates are a share of what they are. */
    static RoutingInput cheaper(RoutingInput input, String backend, double share) {
        BigDecimal factor = BigDecimal.valueOf(share);
        List<Pricing.Sandbox> sandboxes = new ArrayList<>();
        for (Pricing.Sandbox sandbox : input.pricing().sandboxes()) {
            Rates rates = sandbox.rates();
            sandboxes.add(
                    sandbox.backend().equals(backend)
                            ? new Pricing.Sandbox(
                                    backend,
                                    sandbox.environment(),
                                    new Rates(
                                            rates.perVcpuSecond().times(factor),
                                            rates.perGibSecond().times(factor),
                                            rates.version()),
                                    sandbox.tier())
                            : sandbox);
        }
        return Altered.with(input, "pricing", Altered.with(input.pricing(), "sandboxes", sandboxes));
    }

    /** The route has been measured to succeed with this probability, and to take as long as was expected. */
    static RoutingInput succeeding(RoutingInput input, Candidate candidate, double probability) {
        String routeClass = RouteClass.of(RouteClass.ofTask(input.profile()), candidate.route());
        List<RouteStatistics> statistics = new ArrayList<>(input.statistics());
        statistics.removeIf(one -> one.routeClass().equals(routeClass));
        statistics.add(RouteStatistics.counted(
                routeClass,
                ATTEMPTS * probability,
                ATTEMPTS * (1 - probability),
                candidate.duration(),
                "what-if",
                input.now()));
        return Altered.with(input, "statistics", statistics);
    }

    /** The task needs a full environment with this probability. */
    static RoutingInput full(RoutingInput input, double probability) {
        return Altered.with(
                input,
                "profile",
                Altered.with(
                        Altered.with(input.profile(), "fullProbability", probability),
                        "leansTo",
                        probability >= 0.5 ? Environment.FULL : Environment.QUICK));
    }

    /**
     * What keeps the backend from being taken by what it is, put right.
     *
     * @param input in which it can be taken, as far as the backend matters
     * @param repairs what was put right, in words
     */
    record Repaired(RoutingInput input, List<String> repairs) {}

    /** The backend as it would have to be. */
    static Repaired repaired(RoutingInput input, String backend, @Nullable String tier) {
        List<String> repairs = new ArrayList<>();
        BackendAnnounced known = input.backend(backend).orElse(null);
        BackendAnnounced wanted = known;
        if (wanted == null) {
            wanted = announced(input, backend, tier);
            repairs.add("an executor announced it");
        } else {
            wanted = repaired(input, wanted, tier, repairs);
        }
        List<BackendAnnounced> backends = new ArrayList<>(input.backends());
        backends.remove(known);
        backends.add(wanted);
        RoutingInput result = Altered.with(input, "backends", backends);
        if (input.pricing().sandbox(backend).isEmpty()) {
            repairs.add("the price list had a price for it");
            List<Pricing.Sandbox> sandboxes = new ArrayList<>(input.pricing().sandboxes());
            Rates none = new Rates(Money.ZERO, Money.ZERO, input.pricing().version());
            sandboxes.add(new Pricing.Sandbox(backend, wanted.environment(), none, "quick"));
            result = Altered.with(result, "pricing", Altered.with(input.pricing(), "sandboxes", sandboxes));
        }
        return new Repaired(result, repairs);
    }

    private static BackendAnnounced announced(RoutingInput input, String backend, @Nullable String tier) {
        Pricing.Sandbox price = input.pricing().sandbox(backend).orElse(null);
        Map<String, Resources> tiers = new HashMap<>(BackendAnnounced.standardTiers());
        if (tier != null && !tiers.containsKey(tier)) {
            tiers.put(tier, largest(tiers));
        }
        return new BackendAnnounced(
                backend,
                price == null ? "quick" : price.environment(),
                true,
                null,
                Isolation.MICROVM,
                tiers,
                new HashSet<>(input.request().languages()),
                wantedCapabilities(input, Set.of()),
                LONGEST,
                START_UP,
                SLOTS,
                "what-if",
                input.now());
    }

    private static BackendAnnounced repaired(
            RoutingInput input, BackendAnnounced backend, @Nullable String tier, List<String> repairs) {
        BackendAnnounced better = backend;
        if (!backend.available()) {
            repairs.add("it was available (it said: "
                    + (backend.unavailableBecause() == null ? "no reason" : backend.unavailableBecause()) + ")");
            better = Altered.with(better, "available", true);
        }
        if (Liveness.gone(backend, input.policy(), input.now())) {
            repairs.add("its executor had been heard from in the last "
                    + Words.duration(
                            backend.dormant()
                                    ? input.policy().dormantFor()
                                    : input.policy().silentAfter()));
            better = Altered.with(better, "announcedAt", input.now());
        }
        if (!backend.isolation().atLeast(input.policy().minimumIsolation())) {
            repairs.add("it isolated as strongly as the policy asks for");
            better = Altered.with(better, "isolation", input.policy().minimumIsolation());
        }
        if (!backend.languages().containsAll(input.request().languages())) {
            repairs.add("it could run "
                    + Words.list(input.request().languages().stream()
                            .filter(language -> !backend.languages().contains(language))
                            .map(Languages::name)
                            .toList()));
            Set<String> languages = new HashSet<>(backend.languages());
            languages.addAll(input.request().languages());
            better = Altered.with(better, "languages", languages);
        }
        Set<String> capabilities = wantedCapabilities(input, backend.capabilities());
        if (!capabilities.equals(backend.capabilities())) {
            Set<String> missing = new java.util.TreeSet<>(capabilities);
            missing.removeAll(backend.capabilities());
            repairs.add("it offered " + Words.list(List.copyOf(missing)));
            better = Altered.with(better, "capabilities", capabilities);
        }
        Duration timeout = input.request().timeout();
        if (timeout != null && timeout.compareTo(backend.longestDuration()) > 0) {
            repairs.add("it ran tasks for " + Words.duration(timeout));
            better = Altered.with(better, "longestDuration", timeout);
        }
        if (tier != null && !backend.tiers().containsKey(tier)) {
            repairs.add("it had a tier " + tier);
            Map<String, Resources> tiers = new HashMap<>(backend.tiers());
            tiers.put(tier, BackendAnnounced.standardTiers().getOrDefault(tier, largest(backend.tiers())));
            better = Altered.with(better, "tiers", tiers);
        }
        return better;
    }

    private static Set<String> wantedCapabilities(RoutingInput input, Set<String> offered) {
        Set<String> capabilities = new HashSet<>(offered);
        capabilities.addAll(input.request().needs());
        if (input.profile().kind() == dev.signalbox.contracts.route.TaskProfile.Kind.PROMPT) {
            capabilities.add(PolicyParameters.MODELS);
        }
        // Needs that say what kind of task it is are no matter of what a backend announces.
        capabilities.removeIf(name -> !offered.contains(name)
                && !Constraints.OFFERED.contains(name)
                && !name.equals(PolicyParameters.MODELS));
        return capabilities;
    }

    private static Resources largest(Map<String, Resources> tiers) {
        return tiers.values().stream()
                .max(java.util.Comparator.comparingInt(Resources::memoryMib))
                .orElseGet(() -> new Resources(1, 512, 512, 128));
    }
}
