package dev.signalbox.executor.app.holds;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.sandbox.WorkerSeen;
import dev.signalbox.contracts.session.HoldMeasured;
import dev.signalbox.contracts.session.SandboxHold;
import dev.signalbox.executor.Requests;
import dev.signalbox.executor.app.WorkerContext;
import dev.signalbox.executor.app.sandboxes.HeldSandbox;
import dev.signalbox.executor.app.sandboxes.MemoryProvider;
import dev.signalbox.executor.app.sandboxes.MemoryRecords;
import dev.signalbox.executor.app.sandboxes.OwnSandboxes;
import dev.signalbox.executor.app.sandboxes.SandboxMeters;
import dev.signalbox.executor.app.sandboxes.SandboxSettings;
import dev.signalbox.executor.domain.Attempt;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A worker that holds sandboxes of a provider in memory; its clock is set by hand, its threads are real. */
final class Worker implements AutoCloseable {

    static final HoldSettings QUICK = new HoldSettings(
            Duration.ofMillis(20),
            Duration.ofMillis(30),
            Duration.ofSeconds(25),
            Duration.ofMinutes(5),
            Duration.ofMillis(20),
            Duration.ofMillis(100));

    final String name;
    final MemoryProvider provider;
    final MemoryRecords records;
    final WantedHolds wanted;
    final List<HoldMeasured> told = new CopyOnWriteArrayList<>();
    final OwnSandboxes own = new OwnSandboxes();
    final AtomicInteger replaced = new AtomicInteger();
    final Holds holds;

    Worker() {
        this(new WantedHolds());
        wanted.completed();
    }

    /** One that has not read what is wanted. */
    Worker(WantedHolds unread) {
        this("me", new MemoryProvider(), new MemoryRecords(), unread);
        records.ledger.completed();
    }

    /** One more worker of the same backend. */
    Worker(String name, Worker other) {
        this(name, other.provider, other.records, other.wanted);
    }

    private Worker(String name, MemoryProvider provider, MemoryRecords records, WantedHolds wanted) {
        this.name = name;
        this.provider = provider;
        this.records = records;
        this.wanted = wanted;
        Clock clock = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return provider.now;
            }
        };
        SandboxMeters meters = new CountingMeters(replaced);
        this.holds = new Holds(
                provider,
                SandboxSettings.STANDARD,
                QUICK,
                meters,
                new WorkerContext(name, records, records.ledger, wanted, measured -> {
                    told.add(measured);
                    return CompletableFuture.completedFuture(null);
                }),
                own,
                clock);
    }

    static SandboxHold hold(String id, @Nullable String session, String agent) {
        return new SandboxHold(
                id,
                new TenantId("default"),
                session == null ? null : new SessionId(session),
                new AgentId(agent),
                "memory",
                "quick",
                Requests.QUICK,
                Requests.RATES,
                Instant.parse("2026-11-21T00:00:00Z").plus(Duration.ofMinutes(50)),
                Instant.parse("2026-11-21T00:00:00Z"));
    }

    /** Holds it, and waits until it is ready. */
    HoldMeasured ready(SandboxHold hold) {
        wanted.wanted(hold);
        holds.look();
        return told(HoldMeasured.State.READY);
    }

    /** Waits for a report of this state that is told from now on. */
    HoldMeasured told(HoldMeasured.State state) {
        int seen = told.size();
        return Awaitility.await("told " + state)
                .atMost(Duration.ofSeconds(10))
                .until(
                        () -> told.subList(Math.max(0, seen - 1), told.size()).stream()
                                .filter(measured -> measured.state() == state)
                                .reduce((first, last) -> last),
                        Optional::isPresent)
                .orElseThrow();
    }

    /** A report that was begun after now. */
    HoldMeasured next() {
        int seen = told.size();
        Awaitility.await("measured again").atMost(Duration.ofSeconds(10)).until(() -> told.size() >= seen + 2);
        return told.getLast();
    }

    void pass(Duration time) {
        provider.now = provider.now.plus(time);
    }

    void seen() {
        records.ledger.seen(new WorkerSeen("memory", name, provider.now));
    }

    Optional<HeldSandbox> borrow(Requests task) throws InterruptedException {
        return holds.borrow(new Attempt(task.build(), 1), Duration.ofMinutes(1));
    }

    @Override
    public void close() {
        holds.close();
    }

    private record CountingMeters(AtomicInteger replaced) implements SandboxMeters {
        @Override
        public void running(int sandboxes) {}

        @Override
        public void pooled(int sandboxes) {}

        @Override
        public void orphan(Duration leaked) {}

        @Override
        public void taken(boolean warm) {}

        @Override
        public void idled(Money cost) {}

        @Override
        public void reconcileFailed() {}

        @Override
        public void held(int sandboxes, long memoryBytes) {}

        @Override
        public void holdReplaced() {
            replaced.incrementAndGet();
        }
    }
}
