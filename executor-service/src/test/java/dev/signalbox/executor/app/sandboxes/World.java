package dev.signalbox.executor.app.sandboxes;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.sandbox.WorkerSeen;
import dev.signalbox.executor.app.WorkerContext;
import dev.signalbox.sandbox.SandboxLabels;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One worker, {@code me}, with a provider in memory and a clock that is set by hand. */
final class World {

    static final Instant START = Instant.parse("2026-11-21T00:00:00Z");

    final MemoryProvider provider = new MemoryProvider();
    final MemoryRecords records = new MemoryRecords();
    final Meters meters = new Meters();
    final WorkerContext context = new WorkerContext("me", records, records.ledger);
    final OwnSandboxes own = new OwnSandboxes();
    final SandboxSettings settings;
    final Clock clock = new Clock() {
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
    final WarmPool pool;
    final Reconciler reconciler;
    final Sandboxes sandboxes;

    World() {
        this(Money.of("0.10"));
    }

    World(Money warmPerHour) {
        settings = new SandboxSettings(
                "default",
                Duration.ofMinutes(2),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10),
                Duration.ofSeconds(45),
                Duration.ofSeconds(30),
                Map.of("quick", 2),
                Duration.ofMinutes(10),
                warmPerHour);
        pool = new WarmPool(provider, settings, meters, "me", own, clock);
        reconciler = new Reconciler(provider, settings, meters, context, own, pool, clock);
        sandboxes = new Sandboxes(provider, settings, meters, context, own, pool, clock);
        records.ledger.completed();
    }

    void pass(Duration time) {
        provider.now = provider.now.plus(time);
    }

    void seen(String worker) {
        records.ledger.seen(new WorkerSeen("memory", worker, provider.now));
    }

    static SandboxLabels labels(String worker, @Nullable String task, int epoch) {
        return new SandboxLabels(
                "default",
                "memory",
                worker,
                "quick",
                task == null ? null : new SandboxLabels.Owner(new TenantId("default"), new TaskId(task), 1, epoch));
    }

    /** What was counted. */
    static final class Meters implements SandboxMeters {
        final List<Duration> leaked = new ArrayList<>();
        final List<Boolean> taken = new ArrayList<>();
        Money idle = Money.ZERO;
        int pooled;
        int running;

        @Override
        public void running(int sandboxes) {
            running = sandboxes;
        }

        @Override
        public void pooled(int sandboxes) {
            pooled = sandboxes;
        }

        @Override
        public void orphan(Duration time) {
            leaked.add(time);
        }

        @Override
        public void taken(boolean warm) {
            taken.add(warm);
        }

        @Override
        public void idled(Money cost) {
            idle = idle.plus(cost);
        }

        @Override
        public void reconcileFailed() {}

        @Override
        public void held(int sandboxes, long memoryBytes) {}

        @Override
        public void holdReplaced() {}
    }
}
