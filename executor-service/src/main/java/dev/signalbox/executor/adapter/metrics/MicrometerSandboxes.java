package dev.signalbox.executor.adapter.metrics;

import dev.signalbox.contracts.Money;
import dev.signalbox.executor.app.sandboxes.SandboxMeters;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * {@code signalbox_sandboxes_running} and {@code _pooled}, {@code signalbox_sandboxes_taken_total{warm}}, {@code
 * signalbox_sandboxes_orphans_total}, {@code signalbox_sandboxes_leaked_seconds_total}, {@code
 * signalbox_sandboxes_idle_dollars_total}, {@code signalbox_sandboxes_reconcile_failures_total}, {@code signalbox_sandboxes_held}, {@code
 * signalbox_sandboxes_held_bytes} and {@code signalbox_sandboxes_holds_replaced_total}.
 */
public final class MicrometerSandboxes implements SandboxMeters {

    private static final double MILLIS = 1000;

    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger pooled = new AtomicInteger();
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicLong heldBytes = new AtomicLong();
    private final Counter replaced;
    private final Counter orphans;
    private final Counter leaked;
    private final Counter warm;
    private final Counter cold;
    private final Counter idle;
    private final Counter failures;

    public MicrometerSandboxes(MeterRegistry meters) {
        meters.gauge("signalbox.sandboxes.running", running);
        meters.gauge("signalbox.sandboxes.pooled", pooled);
        meters.gauge("signalbox.sandboxes.held", held);
        meters.gauge("signalbox.sandboxes.held.bytes", heldBytes);
        this.replaced = Counter.builder("signalbox.sandboxes.holds.replaced")
                .description("Sandboxes held for sessions that were lost or worn out and made again")
                .register(meters);
        this.orphans = Counter.builder("signalbox.sandboxes.orphans")
                .description("Sandboxes that were removed because nobody answered for them")
                .register(meters);
        this.leaked = Counter.builder("signalbox.sandboxes.leaked.seconds")
                .description("How long removed orphans had run without anybody answering for them")
                .register(meters);
        this.warm = taken(meters, "true");
        this.cold = taken(meters, "false");
        this.idle = Counter.builder("signalbox.sandboxes.idle.dollars")
                .description("What sandboxes cost that waited in the pool")
                .register(meters);
        this.failures = Counter.builder("signalbox.sandboxes.reconcile.failures")
                .description("Times that the provider did not say what runs, or an orphan could not be removed")
                .register(meters);
    }

    private static Counter taken(MeterRegistry meters, String warm) {
        return Counter.builder("signalbox.sandboxes.taken")
                .description("Sandboxes that attempts got, from the pool or new")
                .tag("warm", warm)
                .register(meters);
    }

    @Override
    public void running(int sandboxes) {
        running.set(sandboxes);
    }

    @Override
    public void pooled(int sandboxes) {
        pooled.set(sandboxes);
    }

    @Override
    public void orphan(Duration time) {
        orphans.increment();
        leaked.increment(time.toMillis() / MILLIS);
    }

    @Override
    public void taken(boolean fromPool) {
        (fromPool ? warm : cold).increment();
    }

    @Override
    public void idled(Money cost) {
        idle.increment(cost.usd().doubleValue());
    }

    @Override
    public void held(int sandboxes, long memoryBytes) {
        held.set(sandboxes);
        heldBytes.set(memoryBytes);
    }

    @Override
    public void holdReplaced() {
        replaced.increment();
    }

    @Override
    public void reconcileFailed() {
        failures.increment();
    }
}
