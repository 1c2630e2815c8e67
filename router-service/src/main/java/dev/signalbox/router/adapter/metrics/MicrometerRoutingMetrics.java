package dev.signalbox.router.adapter.metrics;

import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.router.app.RoutingMetrics;
import dev.signalbox.router.domain.PolicyParameters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.stream.LongStream;
import org.jboss.logging.Logger;

/**
 * {@code signalbox_router_decision_seconds}, {@code signalbox_router_decisions_total} by backend and tier,
 * {@code signalbox_router_rejected_total} by problem, {@code signalbox_router_held}, {@code signalbox_router_shadow_total}
 * and {@code signalbox_router_shadow_cost_difference} by policy, {@code signalbox_router_policy_unusable_total}.
 */
@Singleton
public final class MicrometerRoutingMetrics implements RoutingMetrics {

    private static final Logger LOG = Logger.getLogger(MicrometerRoutingMetrics.class);

    /** From a tenth of a millisecond to a second. */
    private static final Duration[] BUCKETS = LongStream.of(
                    100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000)
            .mapToObj(micros -> Duration.of(micros, ChronoUnit.MICROS))
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Timer decisions;
    private final Map<BackendAndTier, Counter> routed = new ConcurrentHashMap<>();
    private final Map<String, Counter> rejected = new ConcurrentHashMap<>();

    private final AtomicInteger held = new AtomicInteger();

    private final Map<ShadowAndAgreement, Counter> shadows = new ConcurrentHashMap<>();
    private final Map<String, DoubleAdder> shadowCosts = new ConcurrentHashMap<>();

    private record ShadowAndAgreement(String policy, boolean agrees) {}

    private record BackendAndTier(String backend, String tier) {}

    private final BackendStates states;

    public MicrometerRoutingMetrics(MeterRegistry registry, PolicyParameters policy, Clock clock) {
        this.registry = registry;
        this.states = new BackendStates(registry, policy, clock);
        this.decisions = Timer.builder("signalbox.router.decision")
                .description("Time to analyse a task and decide its route")
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        Gauge.builder("signalbox.router.held", held, AtomicInteger::get)
                .description("Requests that wait for the snapshot or for a first executor")
                .register(registry);
    }

    @Override
    public void announced(Map<String, BackendAnnounced> backends) {
        states.announced(backends);
    }

    @Override
    public void held(int requests) {
        held.set(requests);
    }

    @Override
    public void routed(Route route, Duration took) {
        decisions.record(took.toNanos(), TimeUnit.NANOSECONDS);
        routed.computeIfAbsent(new BackendAndTier(route.backend(), route.tier()), this::counter)
                .increment();
    }

    @Override
    public void rejected(Problem problem, Duration took) {
        decisions.record(took.toNanos(), TimeUnit.NANOSECONDS);
        rejected.computeIfAbsent(problem.type().toString(), this::counter).increment();
    }

    @Override
    public void shadowed(String policy, boolean agrees, double costDifference) {
        shadows.computeIfAbsent(new ShadowAndAgreement(policy, agrees), this::counter)
                .increment();
        shadowCosts.computeIfAbsent(policy, this::costs).add(costDifference);
    }

    @Override
    public void policyUnusable(String policy, String why) {
        LOG.warnf("Policy cannot be used: policy=%s %s", policy, why);
        registry.counter("signalbox.router.policy.unusable", "policy", policy).increment();
    }

    private Counter counter(ShadowAndAgreement shadow) {
        return Counter.builder("signalbox.router.shadow")
                .description("Decisions of policies in the shadow")
                .tag("policy", shadow.policy())
                .tag("agrees", Boolean.toString(shadow.agrees()))
                .register(registry);
    }

    private DoubleAdder costs(String policy) {
        DoubleAdder sum = new DoubleAdder();
        Gauge.builder("signalbox.router.shadow.cost.difference", sum, DoubleAdder::sum)
                .description("Sum of expected total cost of the shadow less that of the route taken, in dollars")
                .tag("policy", policy)
                .register(registry);
        return sum;
    }

    private Counter counter(BackendAndTier route) {
        return Counter.builder("signalbox.router.decisions")
                .description("Tasks routed")
                .tag("backend", route.backend())
                .tag("tier", route.tier())
                .register(registry);
    }

    private Counter counter(String problem) {
        return Counter.builder("signalbox.router.rejected")
                .description("Tasks that no route could run, or that were not valid")
                .tag("problem", problem.substring(problem.lastIndexOf(':') + 1))
                .register(registry);
    }
}
