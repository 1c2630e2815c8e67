package dev.signalbox.router.domain;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.route.WhyNotAnswer;
import dev.signalbox.contracts.route.WhyNotAnswer.Change;
import dev.signalbox.contracts.route.WhyNotAnswer.Kind;
import dev.signalbox.contracts.route.WhyNotAnswer.State;
import dev.signalbox.contracts.task.Objective;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Why a task did not go to a route, and what would have to change: by deciding again with one thing changed at a time,
 * and numbers by bisection. Everything comes from the input of the decision, so the answer is always the same. Decides
 * fewer than {@value #MOST_DECISIONS} times.
 */
public final class WhyNot {

    static final int MOST_DECISIONS = 100;

    /** Of a number that is looked for: finds it to a part in 16,384. */
    private static final int HALVINGS = 14;

    private final RoutingInput input;
    private final String backend;
    private final @Nullable String tier;
    private final @Nullable String model;
    private final List<Change> changes = new ArrayList<>();
    private int decisions;

    private WhyNot(RoutingInput input, String backend, @Nullable String tier, @Nullable String model) {
        this.input = input;
        this.backend = backend;
        this.tier = tier;
        this.model = model;
    }

    /**
     * The answer; empty when neither an executor announces the backend nor the price list knows it, or when nobody
     * knows the tier or the model.
     *
     * @param tier any when absent
     * @param model an alias or full id; any when absent
     */
    public static Optional<WhyNotAnswer> ask(
            RoutingInput input, String backend, @Nullable String tier, @Nullable String model) {
        if (input.backend(backend).isEmpty() && input.pricing().sandbox(backend).isEmpty()
                || tier != null && unknownTier(input, tier)) {
            return Optional.empty();
        }
        String id = model;
        if (model != null && !input.pricing().models().isEmpty()) {
            Pricing.Model known = input.pricing().model(model).orElse(null);
            if (known == null) {
                return Optional.empty();
            }
            id = known.id();
        }
        return Optional.of(new WhyNot(input, backend, tier, id).answer());
    }

    private static boolean unknownTier(RoutingInput input, String tier) {
        return !input.policy().tiers().containsKey(tier)
                && input.backends().stream().noneMatch(known -> known.tiers().containsKey(tier));
    }

    private WhyNotAnswer answer() {
        RouteDecision decision = decide(input);
        Candidate chosen = decision.chosen();
        Candidate candidate = asked(decision);
        if (chosen != null && isAsked(chosen.route())) {
            return answer(
                    State.CHOSEN,
                    chosen,
                    chosen,
                    "The task did go to " + chosen.route().label() + ".",
                    "");
        }
        if (model != null && input.profile().kind() == dev.signalbox.contracts.route.TaskProfile.Kind.CODE) {
            return answer(
                    State.NOT_A_CANDIDATE,
                    null,
                    chosen,
                    "The task runs code and calls no model, so it goes to no model whatever changes.",
                    "");
        }
        String state = candidate == null
                ? label() + " was not weighed."
                : candidate.eligible()
                        ? lost(candidate, java.util.Objects.requireNonNull(chosen))
                        : candidate.route().label() + " was ruled out: " + candidate.rejection() + ".";
        String remedy = whatWouldChangeIt(decision.explored());
        return answer(
                candidate == null ? State.NOT_A_CANDIDATE : candidate.eligible() ? State.LOST : State.REJECTED,
                candidate,
                chosen,
                state,
                remedy);
    }

    private WhyNotAnswer answer(
            State state, @Nullable Candidate candidate, @Nullable Candidate chosen, String first, String second) {
        return new WhyNotAnswer(
                backend,
                tier,
                model,
                state,
                candidate,
                chosen,
                second.isEmpty() ? first : first + " " + second,
                changes,
                decisions);
    }

    /** By how much it lost, in what the objective compares. */
    private String lost(Candidate candidate, Candidate chosen) {
        String both = candidate.route().label() + " could have been taken, but ";
        return switch (input.request().objective()) {
            case CHEAPEST ->
                both + "all in all it was expected to cost " + Words.money(candidate.expectedTotalCost()) + ", "
                        + chosen.route().label() + " " + Words.money(chosen.expectedTotalCost()) + ".";
            case FASTEST ->
                both + "it was expected to take "
                        + Words.duration(candidate.startUp().plus(candidate.duration())) + " and to succeed in "
                        + Words.percent(candidate.successProbability()) + " of cases, "
                        + chosen.route().label() + " "
                        + Words.duration(chosen.startUp().plus(chosen.duration())) + " and "
                        + Words.percent(chosen.successProbability()) + ".";
            case BEST ->
                both + "it succeeds in " + Words.percent(candidate.successProbability()) + " of cases, "
                        + chosen.route().label() + " in " + Words.percent(chosen.successProbability()) + ".";
            case BALANCED ->
                both + "its score of " + rounded(candidate.score()) + " is behind the " + rounded(chosen.score())
                        + " of " + chosen.route().label() + "; less is better.";
        };
    }

    private String whatWouldChangeIt(boolean explored) {
        RoutingInput plain = WhatIf.certain(input);
        if (explored && wins(plain)) {
            changes.add(
                    new Change(Kind.REQUEST, "chance had not tried another route, to learn how it does", null, null));
            return "Chance tried another route in its place, to learn how that does.";
        }
        WhatIf.Repaired repaired = WhatIf.repaired(plain, backend, tier);
        RoutingInput able = repaired.input();
        String given = repaired.repairs().isEmpty() ? "" : String.join(" and ", repaired.repairs());
        if (!given.isEmpty() && wins(able)) {
            changes.add(new Change(Kind.BACKEND, given, null, null));
            return "It would have been taken if " + given + ".";
        }
        wishes(able);
        limits(able);
        objectives(able);
        price(able);
        success(able);
        profile(able);
        boolean single = changes.stream().anyMatch(change -> change.kind() != Kind.REQUEST);
        force(able);
        String also = given.isEmpty() ? "" : "if " + given + ", and then ";
        if (changes.isEmpty()) {
            return "Nothing that was tried would have changed that"
                    + (given.isEmpty() ? "." : ", not even if " + given + ".");
        }
        String list =
                String.join("; or if ", changes.stream().map(Change::words).toList());
        return (single
                        ? "It would have been taken "
                        : "Nothing short of the client's own wish would change that: it" + " would have been taken ")
                + also + "if " + list + ".";
    }

    /** What the client asked for that stands in the way. */
    private void wishes(RoutingInput able) {
        RequestFeatures request = able.request();
        List<String> asked = new ArrayList<>();
        RoutingInput free = able;
        if (request.backend() != null && !request.backend().equals(backend)) {
            asked.add("backend " + request.backend());
            free = WhatIf.request(free, "backend", null);
        }
        if (request.tier() != null && tier != null && !request.tier().equals(tier)) {
            asked.add("tier " + request.tier());
            free = WhatIf.request(free, "tier", null);
        }
        if (request.model() != null) {
            asked.add("model " + request.model());
            free = WhatIf.request(free, "model", null);
        }
        if (!asked.isEmpty() && wins(free)) {
            changes.add(new Change(
                    Kind.REQUEST, "the client had not asked for " + Words.list(asked), String.join(", ", asked), null));
        }
        if (!request.plan().isEmpty() && wins(WhatIf.request(able, "plan", List.of()))) {
            changes.add(new Change(
                    Kind.REQUEST,
                    "the attempt before had not planned "
                            + request.plan().getFirst().label(),
                    request.plan().getFirst().label(),
                    null));
        }
    }

    private void limits(RoutingInput able) {
        RequestFeatures request = able.request();
        limit(able, "maximumCost", request.maximumCost(), "maximum cost", request.maximumCost());
        limit(able, "maximumLatency", request.maximumLatency(), "maximum latency", request.maximumLatency());
        limit(able, "minimumSuccess", request.minimumSuccess(), "minimum success", request.minimumSuccess());
        PolicyParameters policy = able.policy();
        if (policy.minimumSuccess() > 0 && wins(WhatIf.policy(able, "minimumSuccess", 0.0))) {
            changes.add(new Change(
                    Kind.LIMIT, "the policy had no floor on success", Double.toString(policy.minimumSuccess()), null));
        }
        if (wins(WhatIf.policy(able, "environmentFloor", 0.0))) {
            changes.add(new Change(
                    Kind.LIMIT,
                    "the policy took quick sandboxes however likely they are to suffice",
                    Double.toString(policy.environmentFloor()),
                    null));
        }
        if (wins(WhatIf.policy(able, "fullCostShare", 1e6))) {
            changes.add(new Change(
                    Kind.LIMIT,
                    "the policy took quick sandboxes whatever share of the full environment's cost they cost",
                    Double.toString(policy.fullCostShare()),
                    null));
        }
    }

    private void limit(
            RoutingInput able, String component, @Nullable Object limit, String words, @Nullable Object shown) {
        if (limit != null && wins(WhatIf.request(able, component, null))) {
            changes.add(
                    new Change(Kind.LIMIT, "the client had set no " + words + " (" + shown + ")", "" + shown, null));
        }
    }

    private void objectives(RoutingInput able) {
        for (Objective objective : Objective.values()) {
            if (objective != able.request().objective() && wins(WhatIf.objective(able, objective))) {
                String name = objective.name().toLowerCase(Locale.ROOT);
                changes.add(new Change(
                        Kind.OBJECTIVE,
                        "the objective were " + name,
                        able.request().objective().name().toLowerCase(Locale.ROOT),
                        name));
            }
        }
    }

    private void price(RoutingInput able) {
        Pricing.Sandbox sandbox = able.pricing().sandbox(backend).orElse(null);
        if (sandbox == null) {
            return;
        }
        bisect(0, 1, share -> WhatIf.cheaper(able, backend, share)).ifPresent(share -> {
            Money now = sandbox.rates().perVcpuSecond();
            Money then = now.times(BigDecimal.valueOf(share));
            changes.add(new Change(
                    Kind.PRICE,
                    then.usd().signum() == 0
                            ? "its sandboxes cost nothing"
                            : "its sandboxes cost " + Words.percent(share) + " of what they do or less ("
                                    + Words.money(then) + " instead of " + Words.money(now) + " per vCPU and second)",
                    now.toString(),
                    then.toString()));
        });
    }

    private void success(RoutingInput able) {
        Candidate candidate = asked(decide(able));
        if (candidate == null || candidate.successProbability() >= 1) {
            return;
        }
        double now = candidate.successProbability();
        bisect(1, now, probability -> WhatIf.succeeding(able, candidate, probability))
                .ifPresent(probability -> changes.add(new Change(
                        Kind.SUCCESS,
                        "it were known to succeed in " + Words.percent(probability) + " of cases or more, not in "
                                + Words.percent(now),
                        rounded(now),
                        rounded(probability))));
    }

    private void profile(RoutingInput able) {
        double now = able.profile().fullProbability();
        for (double extreme : new double[] {0, 1}) {
            bisect(extreme, now, probability -> WhatIf.full(able, probability))
                    .ifPresent(probability -> changes.add(new Change(
                            Kind.PROFILE,
                            "the task needed a full environment with a probability of "
                                    + Words.percent(probability) + (extreme == 0 ? " or less" : " or more")
                                    + ", not of "
                                    + Words.percent(now),
                            rounded(now),
                            rounded(probability))));
        }
    }

    /** What a client can always say, unless the route cannot run the task at all. */
    private void force(RoutingInput able) {
        RoutingInput forced = WhatIf.request(able, "backend", backend);
        String words = "\"backend\": \"" + backend + "\"";
        if (tier != null) {
            forced = WhatIf.request(forced, "tier", tier);
            words += ", \"tier\": \"" + tier + "\"";
        }
        if (model != null) {
            forced = WhatIf.request(forced, "model", model);
            words += ", \"model\": \"" + model + "\"";
        }
        if (wins(WhatIf.request(forced, "plan", List.of()))) {
            changes.add(new Change(Kind.REQUEST, "the client asked for " + words, null, words));
        }
    }

    /**
     * The value nearest to the present one with which the route is taken, if it is with the extreme one.
     *
     * @param extreme the value that helps most
     * @param now the present value, with which it is not taken
     */
    private Optional<Double> bisect(double extreme, double now, DoubleFunction<RoutingInput> changed) {
        if (extreme == now || !wins(changed.apply(extreme))) {
            return Optional.empty();
        }
        double taken = extreme;
        double not = now;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (taken + not) / 2;
            if (wins(changed.apply(middle))) {
                taken = middle;
            } else {
                not = middle;
            }
        }
        return Optional.of(taken);
    }

    private RouteDecision decide(RoutingInput changed) {
        decisions++;
        return RoutingPolicy.decide(changed);
    }

    private boolean wins(RoutingInput changed) {
        Candidate chosen = decide(changed).chosen();
        return chosen != null && isAsked(chosen.route());
    }

    /** The best of those that were asked about; they are listed in order. */
    private @Nullable Candidate asked(RouteDecision decision) {
        for (Candidate candidate : decision.candidates()) {
            if (isAsked(candidate.route())) {
                return candidate;
            }
        }
        return null;
    }

    private boolean isAsked(Route route) {
        return route.backend().equals(backend)
                && (tier == null || route.tier().equals(tier))
                && (model == null || model.equals(route.model()));
    }

    private String label() {
        return backend + (tier == null ? "" : "/" + tier) + (model == null ? "" : "/" + model);
    }

    private static String rounded(double value) {
        return BigDecimal.valueOf(value)
                .round(new MathContext(4, RoundingMode.HALF_UP))
                .stripTrailingZeros()
                .toPlainString();
    }
}
