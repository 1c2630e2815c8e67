package dev.signalbox.router.domain;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.route.RouteStatistics;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A candidate while the policy works on it. Lives within one decision. Amounts and times are primitive here, because
 * there may be hundreds; they become money, to the nano-dollar, only where they are recorded or told.
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

    /** Success probability before anything was measured. */
    double prior;
    /** What was measured of the route; absent where nothing was. */
    @Nullable
    RouteStatistics measured;

    double success;
    /** With the start of a dormant backend. */
    long startUpMillis;
    /** The part of it that nobody pays for: what is charged begins with the worker. */
    long coldStartMillis;

    long durationMillis;
    double dollars;
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

    /** Whether what succeeds on the other succeeds here as well: the same work in more of the same, or in the full world. */
    boolean isStrongerThan(Draft other) {
        boolean sameWork = compare(route.model(), other.route.model()) == 0 && compare(agent(this), agent(other)) == 0;
        boolean larger = route.backend().equals(other.route.backend())
                && resources.memoryMib() > other.resources.memoryMib()
                && resources.vcpus() >= other.resources.vcpus();
        return sameWork && (larger || full && !other.full);
    }

    /** Whether it is that route; which version of an agent works on it may have changed since it was planned. */
    boolean is(@Nullable Route other) {
        return other != null
                && route.backend().equals(other.backend())
                && route.tier().equals(other.tier())
                && Objects.equals(route.model(), other.model())
                && Objects.equals(route.agent(), other.agent());
    }

    /** Orders routes by name without making the names. */
    static int byName(Draft a, Draft b) {
        int order = a.route.backend().compareTo(b.route.backend());
        order = order == 0 ? a.route.tier().compareTo(b.route.tier()) : order;
        order = order == 0 ? compare(a.route.model(), b.route.model()) : order;
        return order == 0 ? compare(agent(a), agent(b)) : order;
    }

    private static @Nullable String agent(Draft draft) {
        return draft.route.agent() == null ? null : draft.route.agent().value();
    }

    private static int compare(@Nullable String a, @Nullable String b) {
        return a == null ? b == null ? 0 : -1 : b == null ? 1 : a.compareTo(b);
    }

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

    /** What the sandbox is charged for. */
    long chargedMillis() {
        return wholeMillis() - coldStartMillis;
    }

    Duration wholeTime() {
        return Duration.ofMillis(wholeMillis());
    }

    Money cost() {
        Money known = cost;
        if (known == null) {
            known = money(dollars);
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
