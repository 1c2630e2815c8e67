package dev.signalbox.executor.app.sandboxes;

import dev.signalbox.contracts.sandbox.WorkerSeen;
import dev.signalbox.executor.app.WorkerContext;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxProvider;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does what must be done again and again: shows that the worker lives, extends, pools, reconciles. */
public final class SandboxKeeper implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(SandboxKeeper.class.getName());
    private static final Duration LOOK_AT_POOL = Duration.ofSeconds(2);
    private static final int EXTENSIONS_PER_LIFETIME = 4;

    private final SandboxProvider provider;
    private final SandboxSettings settings;
    private final WorkerContext context;
    private final Clock clock;
    private final OwnSandboxes own = new OwnSandboxes();
    private final WarmPool pool;
    private final Reconciler reconciler;
    private final Sandboxes sandboxes;
    private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(
            3, Thread.ofPlatform().daemon().name("sandbox-keeper-", 0).factory());

    public SandboxKeeper(
            SandboxProvider provider,
            SandboxSettings settings,
            SandboxMeters meters,
            WorkerContext context,
            Clock clock) {
        this.provider = provider;
        this.settings = settings;
        this.context = context;
        this.clock = clock;
        this.pool = new WarmPool(provider, settings, meters, context.worker(), own, clock);
        this.sandboxes = new Sandboxes(provider, settings, meters, context, own, pool, clock);
        this.reconciler = new Reconciler(provider, settings, meters, context, own, pool, clock);
    }

    /** Begins; where sandboxes die with their worker only its own signs are needed, so that somebody holds what it held. */
    public void start() {
        every(settings.heartbeat(), this::beat);
        if (!provider.outlivesWorker()) {
            return;
        }
        every(settings.lifetime().dividedBy(EXTENSIONS_PER_LIFETIME), this::extend);
        every(settings.reconcile(), reconciler::look);
        if (pool.wanted()) {
            every(LOOK_AT_POOL, pool::look);
        }
    }

    /** What this worker answers for. */
    public OwnSandboxes own() {
        return own;
    }

    /** Gives sandboxes to attempts. */
    public Sandboxes sandboxes() {
        return sandboxes;
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private void every(Duration period, Work work) {
        var ignored = scheduler.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (RuntimeException e) {
                        LOG.log(System.Logger.Level.ERROR, "keeping sandboxes failed once", e);
                    }
                },
                0,
                period.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void beat() {
        var ignored = context.records().seen(new WorkerSeen(provider.name(), context.worker(), clock.instant()));
        context.ledger().forgetWorkers(clock.instant().minus(Duration.ofDays(1)));
    }

    private void extend() {
        for (Sandbox sandbox : own.all()) {
            Thread.ofVirtual().start(() -> {
                try {
                    sandbox.extend(settings.lifetime());
                } catch (SandboxException e) {
                    LOG.log(System.Logger.Level.WARNING, "cannot extend {0}: {1}", sandbox.id(), e.getMessage());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }

    /** Ends the work and removes what waits in the pool. */
    @Override
    public void close() {
        scheduler.shutdownNow();
        pool.close();
        var ignored = context.records().ended(context.worker());
    }
}
