package dev.signalbox.executor.app.sandboxes;

import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.sandbox.SandboxIntended;
import dev.signalbox.executor.app.StopSignal;
import dev.signalbox.executor.app.WorkerContext;
import dev.signalbox.executor.domain.Attempt;
import dev.signalbox.sandbox.RunningSandbox;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxLabels;
import dev.signalbox.sandbox.SandboxProvider;
import dev.signalbox.sandbox.SandboxRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Gives sandboxes to attempts. Before one is created its intent is durable and its labels are part of the order, so
 * whatever happens afterwards somebody can tell whose it is.
 */
public final class Sandboxes {

    private static final System.Logger LOG = System.getLogger(Sandboxes.class.getName());
    private static final Duration FIRST_WAIT = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final int DURABLE_WITHIN_SECONDS = 30;

    private final SandboxProvider provider;
    private final SandboxSettings settings;
    private final SandboxMeters meters;
    private final WorkerContext context;
    private final Clock clock;
    private final OwnSandboxes own;
    private final WarmPool pool;

    Sandboxes(
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
     * A sandbox for the attempt: from the pool, or a new one.
     *
     * @param timeout longest run time
     * @param stop when it fires no further try is made
     * @throws SandboxException when none could be had, after as many tries as make sense
     */
    public HeldSandbox open(Attempt attempt, Duration timeout, StopSignal stop)
            throws SandboxException, InterruptedException {
        SandboxRequest request = request(attempt, timeout);
        if (!provider.outlivesWorker()) {
            long since = System.nanoTime();
            return new HeldSandbox(provider.create(request), since, () -> {});
        }
        String label = request.labels().text();
        if (attempt.epoch() > 1) {
            removeEarlier(attempt);
        }
        Optional<Sandbox> warm = pool.take(attempt.request(), timeout);
        record(label, request, warm.map(Sandbox::id).orElse(null));
        try (OwnSandboxes.Creation creation = own.creating(label)) {
            long since = System.nanoTime();
            Sandbox sandbox = warm.isPresent() ? warm.get() : create(request, stop);
            creation.created(sandbox);
            meters.taken(warm.isPresent());
            return new HeldSandbox(sandbox, since, () -> removed(label, sandbox));
        } catch (SandboxException e) {
            if (e.kind() == SandboxException.Kind.REFUSED) {
                removed(label, null);
            }
            throw e;
        }
    }

    private SandboxRequest request(Attempt attempt, Duration timeout) {
        ExecutionRequested execution = attempt.request();
        SandboxLabels labels = new SandboxLabels(
                settings.installation(),
                provider.name(),
                context.worker(),
                execution.route().tier(),
                new SandboxLabels.Owner(execution.tenant(), execution.taskId(), execution.attempt(), attempt.epoch()));
        return new SandboxRequest(
                labels,
                execution.route().tier(),
                execution.resources(),
                Map.of(),
                settings.lifetime(),
                timeout.plus(settings.createWithin()).plus(settings.lifetime()));
    }

    /** A worker that lost this attempt may still run it somewhere: its sandbox is nobody's now. */
    private void removeEarlier(Attempt attempt) throws InterruptedException {
        try {
            for (RunningSandbox running : provider.list()) {
                SandboxLabels.Owner owner = running.labels().owner();
                if (owner != null
                        && owner.taskId().equals(attempt.request().taskId())
                        && owner.attempt() == attempt.request().attempt()
                        && owner.epoch() < attempt.epoch()) {
                    Instant lost =
                            context.ledger().lastSeen(running.labels().worker()).orElse(running.startedAt());
                    provider.remove(running.id());
                    context.records().removed(running.labels().text());
                    meters.orphan(Duration.between(lost, clock.instant()));
                    LOG.log(
                            System.Logger.Level.INFO,
                            "removed the sandbox of an earlier delivery sandbox={0}",
                            running.id());
                }
            }
        } catch (SandboxException e) {
            // The reconciler will find it.
            LOG.log(System.Logger.Level.WARNING, "cannot look for earlier sandboxes: {0}", e.getMessage());
        }
    }

    private void record(String label, SandboxRequest request, @Nullable String sandboxId)
            throws SandboxException, InterruptedException {
        SandboxLabels.Owner owner =
                java.util.Objects.requireNonNull(request.labels().owner());
        Instant now = clock.instant();
        try {
            context.records()
                    .intended(
                            label,
                            new SandboxIntended(
                                    provider.name(),
                                    context.worker(),
                                    owner.tenant(),
                                    owner.taskId(),
                                    owner.attempt(),
                                    owner.epoch(),
                                    sandboxId,
                                    now.plus(request.longest()),
                                    now))
                    .toCompletableFuture()
                    .get(DURABLE_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new SandboxException(
                    SandboxException.Kind.UNAVAILABLE, "The intent to create a sandbox could not be recorded.", e);
        }
    }

    private Sandbox create(SandboxRequest request, StopSignal stop) throws SandboxException, InterruptedException {
        long end = System.nanoTime() + settings.createWithin().toNanos();
        Duration wait = FIRST_WAIT;
        while (true) {
            try {
                return provider.create(request);
            } catch (SandboxException e) {
                Duration next = e.retryAfter().orElse(wait);
                boolean inTime = System.nanoTime() + next.toNanos() < end;
                if (!e.kind().retryable() || !inTime || !stop.sleep(next)) {
                    throw e;
                }
                LOG.log(System.Logger.Level.INFO, "creating a sandbox again after {0}: {1}", next, e.getMessage());
                wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
            }
        }
    }

    private void removed(String label, @Nullable Sandbox sandbox) {
        if (sandbox != null) {
            own.forget(sandbox.id());
        }
        var ignored = context.records().removed(label);
    }
}
