package dev.signalbox.session.adapter.rest;

import dev.signalbox.session.app.sessions.SessionMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Sessions as numbers. */
@ApplicationScoped
class DelegatorMetrics implements SessionMeters {

    private static final double MIB_PER_GIB = 1024;
    /** Reasons of the service itself; what clients say is no label. */
    private static final Set<String> REASONS = Set.of("timed_out", "deadline", "longest_life", "budget_spent");

    private final MeterRegistry registry;
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger agents = new AtomicInteger();
    private final AtomicLong heldMib = new AtomicLong();
    private final Map<String, AtomicLong> holds = new ConcurrentHashMap<>();
    private final Counter orphans;

    DelegatorMetrics(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("signalbox.sessions.active", sessions, AtomicInteger::get)
                .description("sessions that are active")
                .register(registry);
        Gauge.builder("signalbox.sessions.agents", agents, AtomicInteger::get)
                .description("agents that are active in sessions")
                .register(registry);
        Gauge.builder("signalbox.sessions.held.memory", heldMib, mib -> mib.get() / MIB_PER_GIB)
                .description("memory that agents of sessions hold, as measured last")
                .baseUnit("GiB")
                .register(registry);
        this.orphans = Counter.builder("signalbox.sessions.orphan.holds")
                .description("sandboxes that were held for nobody")
                .register(registry);
    }

    @Override
    public void sizes(int activeSessions, int activeAgents, double heldGib) {
        sessions.set(activeSessions);
        agents.set(activeAgents);
        heldMib.set(Math.round(heldGib * MIB_PER_GIB));
    }

    @Override
    public void holds(Map<String, Long> wanted) {
        wanted.keySet().forEach(this::register);
        holds.forEach((backend, count) -> count.set(wanted.getOrDefault(backend, 0L)));
    }

    private void register(String backend) {
        if (!holds.containsKey(backend)) {
            AtomicLong count = new AtomicLong();
            Gauge.builder("signalbox.sessions.holds", count, AtomicLong::get)
                    .description("sandboxes that sessions want held")
                    .tag("backend", backend)
                    .register(registry);
            holds.put(backend, count);
        }
    }

    @Override
    public void ended(String reason) {
        registry.counter("signalbox.sessions.ended", "reason", REASONS.contains(reason) ? reason : "asked")
                .increment();
    }

    @Override
    public void orphans(int holds) {
        orphans.increment(holds);
    }
}
