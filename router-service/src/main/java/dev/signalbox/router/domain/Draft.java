package dev.signalbox.router.domain;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.contracts.route.Route;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A candidate while the policy works on it. Lives within one decision. Amounts and times are primitive here, because
 * there may be hundreds; what is recorded is computed exactly, and only for those that are.
 */
final class Draft {

    private static final double SCORE_DIGITS = 1e9;

    final Route route;
    final Resources resources;
    /** Absent while no executor announces the backend. */
    final @Nullable BackendAnnounced backend;
    /** Absent when the price list does not know the backend. */
    final Pricing.@Nullable Sandbox price;

    final Pairing pairing;
    final boolean full;

    @Nullable
    String rejection;

    /** Whether the client's own wish rules it out, which is no news to the client. */
    boolean setAside;

    /** Whether it is there for advice and escalation only. */
    boolean reserved;

    double success;
    long startUpMillis;
    long durationMillis;
    double dollars;
    private @Nullable Supplier<Money> exactCost;
    private @Nullable Money cost;

    double expectedTotal;
    double score;
    double propensity;

    Draft(
            Route route,
            Resources resources,
            @Nullable BackendAnnounced backend,
            Pricing.@Nullable Sandbox price,
            Pairing pairing) {
        this.route = route;
        this.resources = resources;
        this.backend = backend;
        this.price = price;
        this.pairing = pairing;
        String environment = backend != null ? backend.environment() : price == null ? "quick" : price.environment();
        this.full = environment.equals("full");
        this.reserved = pairing.reserved() != null;
    }

    /**
     * The agent and model that go together with a sandbox.
     *
     * @param agent absent where the task needs none, or where none fits
     * @param model absent where the task needs none, or where it is unknown
     * @param impliedTier what choosing the model implies; absent when the client chose the tier
     * @param problem why this pairing cannot be taken; absent when it can
     * @param reserved why it is weighed for advice and escalation only: the agent names another model; absent otherwise
     */
    record Pairing(
            AgentShortlist.@Nullable Option agent,
            Pricing.@Nullable Model model,
            @Nullable String impliedTier,
            @Nullable String problem,
            @Nullable String reserved) {}

    /** Whether it can be taken now. */
    boolean eligible() {
        return rejection == null && !reserved;
    }

    /** Whether it can be taken now or by an escalation. */
    boolean reachable() {
        return rejection == null;
    }

    /** Why it cannot be taken now; absent when it can. */
    @Nullable
    String reason() {
        return rejection == null && reserved ? pairing.reserved() : rejection;
    }

    void reject(String reason) {
        rejection = rejection == null ? reason : rejection + "; " + reason;
    }

    long wholeMillis() {
        return startUpMillis + durationMillis;
    }

    Duration wholeTime() {
        return Duration.ofMillis(wholeMillis());
    }

    /** How to compute the cost exactly, where it follows from the price list alone. */
    void exact(Supplier<Money> exact) {
        exactCost = exact;
    }

    Money cost() {
        Money known = cost;
        if (known == null) {
            known = exactCost == null ? money(dollars) : exactCost.get();
            cost = known;
        }
        return known;
    }

    Candidate toCandidate() {
        return new Candidate(
                route,
                resources,
                rounded(success),
                Duration.ofMillis(startUpMillis),
                Duration.ofMillis(durationMillis),
                cost(),
                money(expectedTotal),
                rounded(score),
                eligible() ? rounded(propensity) : 0,
                reason());
    }

    /** Rounded up to nano-dollars, as money is; what is less than a thousandth above one is the error of the sum. */
    static Money money(double dollars) {
        return new Money(BigDecimal.valueOf((long) Math.ceil(dollars * 1e9 - 1e-3), Money.SCALE));
    }

    static double rounded(double value) {
        return Math.rint(value * SCORE_DIGITS) / SCORE_DIGITS;
    }
}
