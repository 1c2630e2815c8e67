package dev.signalbox.router.domain;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.contracts.route.Route;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A candidate while the policy works on it. Lives within one decision. */
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

    double success;
    Duration startUp = Duration.ZERO;
    Duration duration = Duration.ZERO;
    Money cost = Money.ZERO;
    Money expectedTotalCost = Money.ZERO;
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
    }

    /**
     * The agent and model that go together with a sandbox.
     *
     * @param agent absent where the task needs none, or where none fits
     * @param model absent where the task needs none, or where it is unknown
     * @param impliedTier what choosing the model implies; absent when the client chose the tier
     * @param problem why this pairing cannot be taken; absent when it can
     */
    record Pairing(
            AgentShortlist.@Nullable Option agent,
            Pricing.@Nullable Model model,
            @Nullable String impliedTier,
            @Nullable String problem) {}

    boolean eligible() {
        return rejection == null;
    }

    void reject(String reason) {
        rejection = rejection == null ? reason : rejection + "; " + reason;
    }

    Duration wholeTime() {
        return startUp.plus(duration);
    }

    Candidate toCandidate() {
        return new Candidate(
                route,
                resources,
                rounded(success),
                startUp,
                duration,
                cost,
                expectedTotalCost,
                rounded(score),
                eligible() ? propensity : 0,
                rejection);
    }

    private static double rounded(double value) {
        return Math.rint(value * SCORE_DIGITS) / SCORE_DIGITS;
    }
}
