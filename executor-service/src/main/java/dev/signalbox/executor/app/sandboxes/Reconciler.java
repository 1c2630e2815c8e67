package dev.signalbox.executor.app.sandboxes;

import dev.signalbox.contracts.sandbox.SandboxIntended;
import dev.signalbox.executor.app.WorkerContext;
import dev.signalbox.sandbox.RunningSandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxProvider;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares what the provider really runs with who answers for it. Keeps what a living worker needs, takes over what
 * waited in the pool of a dead one, removes what nobody owns.
 */
final class Reconciler {

    private static final System.Logger LOG = System.getLogger(Reconciler.class.getName());

    private final SandboxProvider provider;
    private final SandboxSettings settings;
    private final SandboxMeters meters;
    private final WorkerContext context;
    private final OwnSandboxes own;
    private final WarmPool pool;
    private final Clock clock;

    Reconciler(
            SandboxProvider provider,
            SandboxSettings settings,
            SandboxMeters meters,
            WorkerContext context,
            OwnSandboxes own,
            WarmPool pool,
            Clock clock) {
        this.provider = provider;
        this.settings = settings;
        this.meters = meters;
        this.context = context;
        this.own = own;
        this.pool = pool;
        this.clock = clock;
    }

    /**
     * One comparison.
     *
     * @return how many orphans were removed
     */
    int look() throws InterruptedException {
        Ledger ledger = context.ledger();
        if (!ledger.isComplete()) {
            return 0;
        }
        List<RunningSandbox> running;
        try {
            running = provider.list();
        } catch (SandboxException e) {
            meters.reconcileFailed();
            LOG.log(System.Logger.Level.WARNING, "{0} does not say what runs: {1}", provider.name(), e.getMessage());
            return 0;
        }
        meters.running(running.size());
        Instant now = clock.instant();
        int removed = 0;
        for (RunningSandbox sandbox : running) {
            Optional<Duration> leaked = leaked(sandbox, now);
            if (leaked.isPresent() && !adopted(sandbox) && remove(sandbox, leaked.get())) {
                removed++;
            }
        }
        forgetFulfilled(running, now);
        return removed;
    }

    /** How long nobody has answered for a sandbox; empty when somebody does. */
    private Optional<Duration> leaked(RunningSandbox sandbox, Instant now) {
        String label = sandbox.labels().text();
        Optional<SandboxIntended> intent = context.ledger()
                .ofSandbox(sandbox.id())
                .or(() -> Optional.ofNullable(context.ledger().intents().get(label)));
        String worker =
                intent.map(SandboxIntended::worker).orElse(sandbox.labels().worker());
        if (intent.isPresent() && intent.get().deadline().isBefore(now)) {
            return Optional.of(Duration.between(intent.get().deadline(), now));
        }
        if (worker.equals(context.worker())) {
            boolean young = sandbox.startedAt().plus(settings.silence()).isAfter(now);
            return own.owns(sandbox.id(), label) || young
                    ? Optional.empty()
                    : Optional.of(Duration.between(sandbox.startedAt(), now));
        }
        if (context.ledger().alive(worker, now, settings.silence())) {
            return Optional.empty();
        }
        Instant since = context.ledger()
                .lastSeen(worker)
                .filter(seen -> seen.isAfter(sandbox.startedAt()))
                .orElse(sandbox.startedAt());
        // A worker may have begun its life with this sandbox, before its first sign was read.
        return since.plus(settings.silence()).isAfter(now)
                ? Optional.empty()
                : Optional.of(Duration.between(since, now));
    }

    private boolean adopted(RunningSandbox sandbox) throws InterruptedException {
        if (sandbox.labels().owner() != null || sandbox.labels().hold() != null) {
            return false;
        }
        try {
            return pool.adopt(sandbox);
        } catch (SandboxException e) {
            return false;
        }
    }

    private boolean remove(RunningSandbox sandbox, Duration leaked) throws InterruptedException {
        try {
            provider.remove(sandbox.id());
        } catch (SandboxException e) {
            meters.reconcileFailed();
            LOG.log(System.Logger.Level.WARNING, "cannot remove orphan {0}: {1}", sandbox.id(), e.getMessage());
            return false;
        }
        var ignored = context.records().removed(sandbox.labels().text());
        meters.orphan(leaked);
        LOG.log(
                System.Logger.Level.WARNING,
                "removed orphan {0} of {1}, for which nobody answered for {2}",
                sandbox.id(),
                sandbox.labels().text(),
                leaked);
        return true;
    }

    /** Intents whose sandbox is gone and whose time is over, and workers that are long dead, need not be kept. */
    private void forgetFulfilled(List<RunningSandbox> running, Instant now) {
        Set<String> labels = new HashSet<>();
        running.forEach(sandbox -> labels.add(sandbox.labels().text()));
        for (Map.Entry<String, SandboxIntended> intent :
                context.ledger().intents().entrySet()) {
            boolean dead = !context.ledger().alive(intent.getValue().worker(), now, settings.silence());
            boolean late = intent.getValue().deadline().isBefore(now);
            boolean old = intent.getValue().at().plus(settings.silence()).isBefore(now);
            if (!labels.contains(intent.getKey()) && (late || dead && old)) {
                var ignored = context.records().removed(intent.getKey());
            }
        }
        context.ledger().forgetWorkers(now.minus(Duration.ofDays(1)));
    }
}
