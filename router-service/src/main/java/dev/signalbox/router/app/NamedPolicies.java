package dev.signalbox.router.app;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.PolicyPublished;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.route.ShadowDecision;
import dev.signalbox.router.domain.PolicyParameters;
import dev.signalbox.router.domain.Pricing;
import dev.signalbox.router.domain.RoutingInput;
import dev.signalbox.router.domain.RoutingPolicy;
import dev.signalbox.router.domain.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which policy decides, and which ones run in its shadow: the active one of the snapshot, the router's own where there is
 * none or where it cannot be used. Thread-safe.
 */
public final class NamedPolicies {

    /** More policies in the shadow than this are left out, the last by name. */
    public static final int MOST_SHADOWS = 3;

    private final @Nullable PolicyReader reader;
    private final Pricing pricing;
    private final double shadowShare;
    private final RoutingMetrics metrics;
    private final Current own;
    private volatile Known known;

    /**
     * What decides.
     *
     * @param inputJson writes inputs with these parameters
     * @param shadows what runs beside it
     */
    public record Current(PolicyParameters parameters, InputJson inputJson, List<Shadow> shadows) {}

    /** A policy without effect. */
    public record Shadow(String label, PolicyParameters parameters) {}

    private record Known(Snapshot snapshot, Map<String, PolicyPublished> policies, Current current) {}

    /**
     * Named policies over the router's own.
     *
     * @param shadowShare share of the requests that shadows decide, 0 to 1
     */
    public NamedPolicies(
            PolicyReader reader, Pricing pricing, PolicyParameters own, double shadowShare, RoutingMetrics metrics) {
        this(reader, pricing, shadowShare, metrics, own);
    }

    private NamedPolicies(
            @Nullable PolicyReader reader,
            Pricing pricing,
            double shadowShare,
            RoutingMetrics metrics,
            PolicyParameters own) {
        this.reader = reader;
        this.pricing = pricing;
        this.shadowShare = shadowShare;
        this.metrics = metrics;
        this.own = new Current(own, new InputJson(pricing, own), List.of());
        this.known = new Known(Snapshot.EMPTY, Map.of(), this.own);
    }

    /** The router's own policy alone. */
    static NamedPolicies without(Pricing pricing, PolicyParameters own, RoutingMetrics metrics) {
        return new NamedPolicies(null, pricing, 0, metrics, own);
    }

    /** What decides with this snapshot; the same object as long as the policies are the same. */
    Current at(Snapshot snapshot) {
        Known seen = known;
        if (seen.snapshot() == snapshot) {
            return seen.current();
        }
        return look(snapshot);
    }

    private synchronized Current look(Snapshot snapshot) {
        Known seen = known;
        Current current = seen.policies().equals(snapshot.policies()) ? seen.current() : read(snapshot.policies());
        known = new Known(snapshot, snapshot.policies(), current);
        return current;
    }

    private Current read(Map<String, PolicyPublished> policies) {
        PolicyParameters active = null;
        List<Shadow> shadows = new ArrayList<>();
        for (PolicyPublished policy : policies.values()) {
            boolean used = switch (policy.state()) {
                case ACTIVE -> true;
                case SHADOW -> shadows.size() < MOST_SHADOWS;
                case DRAFT -> false;
            };
            PolicyParameters parameters = used ? parameters(policy) : null;
            if (parameters != null && policy.state() == PolicyPublished.State.ACTIVE) {
                active = parameters;
            } else if (parameters != null) {
                shadows.add(new Shadow(policy.label(), parameters));
            }
        }
        return active == null
                ? new Current(own.parameters(), own.inputJson(), List.copyOf(shadows))
                : new Current(active, new InputJson(pricing, active), List.copyOf(shadows));
    }

    private @Nullable PolicyParameters parameters(PolicyPublished policy) {
        try {
            return reader == null ? null : reader.read(policy.label(), policy.parameters());
        } catch (RuntimeException e) {
            // Checked before it was stored, but perhaps by another version of the router.
            metrics.policyUnusable(policy.label(), "" + e.getMessage());
            return null;
        }
    }

    /** The decision, with what the shadows would have decided; a shadow that fails is left out. */
    RouteDecision besides(RouteDecision decision, RoutingInput input, Current current) {
        if (current.shadows().isEmpty() || !sampled(input.seed())) {
            return decision;
        }
        List<ShadowDecision> decisions = new ArrayList<>(current.shadows().size());
        for (Shadow shadow : current.shadows()) {
            try {
                ShadowDecision one = shadow(decision, input, shadow);
                decisions.add(one);
                metrics.shadowed(shadow.label(), one.agrees(), difference(one, decision));
            } catch (RuntimeException e) {
                metrics.policyUnusable(shadow.label(), "failed: " + e);
            }
        }
        return decision.withShadows(decisions);
    }

    private static ShadowDecision shadow(RouteDecision decision, RoutingInput input, Shadow shadow) {
        Candidate would =
                RoutingPolicy.decide(input.withPolicy(shadow.parameters())).chosen();
        Candidate chosen = decision.chosen();
        return would == null
                ? new ShadowDecision(shadow.label(), null, Money.ZERO, Money.ZERO, 0, chosen == null)
                : new ShadowDecision(
                        shadow.label(),
                        would.route(),
                        would.cost(),
                        would.expectedTotalCost(),
                        would.successProbability(),
                        chosen != null && chosen.route().equals(would.route()));
    }

    private static double difference(ShadowDecision shadow, RouteDecision decision) {
        Candidate chosen = decision.chosen();
        return chosen == null || shadow.route() == null
                ? 0
                : shadow.expectedTotalCost().usd().doubleValue()
                        - chosen.expectedTotalCost().usd().doubleValue();
    }

    /** By the seed, so that a request that is read again is decided again alike. */
    private boolean sampled(String seed) {
        return shadowShare >= 1 || (seed.hashCode() * 0x9E3779B1 >>> 1) < shadowShare * Integer.MAX_VALUE;
    }
}
