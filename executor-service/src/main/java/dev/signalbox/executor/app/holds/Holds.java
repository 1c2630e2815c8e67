package dev.signalbox.executor.app.holds;

import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.contracts.session.HoldMeasured.State;
import dev.signalbox.contracts.session.SandboxHold;
import dev.signalbox.executor.app.WorkerContext;
import dev.signalbox.executor.app.sandboxes.HeldSandbox;
import dev.signalbox.executor.app.sandboxes.OwnSandboxes;
import dev.signalbox.executor.app.sandboxes.SandboxMeters;
import dev.signalbox.executor.app.sandboxes.SandboxSettings;
import dev.signalbox.executor.domain.Attempt;
import dev.signalbox.executor.domain.holds.Rendezvous;
import dev.signalbox.sandbox.SandboxProvider;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The sandboxes that this worker holds for sessions. Thread-safe. */
public final class Holds implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Holds.class.getName());
    private static final Duration LAST_WORK = Duration.ofSeconds(5);
    private static final Duration REMOVAL = Duration.ofSeconds(15);

    private final String backend;
    private final HoldSettings settings;
    private final SandboxMeters meters;
    private final WorkerContext context;
    private final HoldMaker maker;
    private final Clock clock;
    private final Map<String, Hold> kept = new ConcurrentHashMap<>();
    private final Map<String, Thread> threads = new ConcurrentHashMap<>();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("holds").factory());

    public Holds(
            SandboxProvider provider,
            SandboxSettings sandboxes,
            HoldSettings settings,
            SandboxMeters meters,
            WorkerContext context,
            OwnSandboxes own,
            Clock clock) {
        this.backend = provider.name();
        this.settings = settings;
        this.meters = meters;
        this.context = context;
        this.maker = new HoldMaker(provider, sandboxes, settings, meters, context, own, clock);
        this.clock = clock;
    }

    public void start() {
        var ignored = scheduler.scheduleWithFixedDelay(
                () -> {
                    try {
                        look();
                    } catch (RuntimeException e) {
                        LOG.log(System.Logger.Level.ERROR, "looking after held sandboxes failed once", e);
                    }
                },
                0,
                settings.look().toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** Begins and ends holds by what is wanted and who lives. */
    void look() {
        if (!context.holds().isComplete() || !context.ledger().isComplete()) {
            return;
        }
        Instant now = clock.instant();
        Set<String> workers = new HashSet<>(context.ledger().living(now, settings.silence()));
        workers.add(context.worker());
        Map<String, SandboxHold> wanted = new HashMap<>();
        for (SandboxHold hold : context.holds().on(backend)) {
            if (hold.until().isAfter(now)) {
                wanted.put(hold.holdId(), hold);
            }
        }
        for (SandboxHold hold : wanted.values()) {
            boolean mine = Rendezvous.first(hold.holdId(), workers)
                    .filter(context.worker()::equals)
                    .isPresent();
            Hold holding = kept.get(hold.holdId());
            if (mine && holding == null) {
                begin(hold);
            } else if (mine && holding != null) {
                holding.update(hold);
            } else if (holding != null) {
                holding.end(new HoldState.End(null, "another worker holds it now"));
            }
        }
        kept.forEach((id, hold) -> {
            if (!wanted.containsKey(id)) {
                hold.end(new HoldState.End(State.RELEASED, "it was let go"));
            }
            if (hold.isDone()) {
                kept.remove(id, hold);
                threads.remove(id);
            }
        });
        meters.held(
                (int) kept.values().stream().filter(Hold::isReady).count(),
                kept.values().stream().mapToLong(Hold::memoryBytes).sum());
    }

    private void begin(SandboxHold wanted) {
        Hold hold = new Hold(wanted, maker);
        kept.put(wanted.holdId(), hold);
        threads.put(
                wanted.holdId(),
                Thread.ofVirtual().name("hold-" + wanted.holdId()).start(hold));
    }

    /**
     * The sandbox that is held for the attempt's agent in its session, if one is and is free; one of its own session before
     * a shared one.
     *
     * @param timeout longest run time of the attempt
     */
    public Optional<HeldSandbox> borrow(Attempt attempt, Duration timeout) throws InterruptedException {
        ExecutionRequested request = attempt.request();
        if (request.sessionId() == null || request.route().agent() == null || kept.isEmpty()) {
            return Optional.empty();
        }
        List<Hold> fitting = kept.values().stream()
                .filter(hold -> fits(hold.wanted(), request))
                .sorted(Comparator.comparing(hold -> hold.wanted().sessionId() == null))
                .toList();
        for (Hold hold : fitting) {
            long since = System.nanoTime();
            Optional<BorrowedSandbox> borrowed = hold.borrow(timeout);
            if (borrowed.isPresent()) {
                return Optional.of(new HeldSandbox(borrowed.get(), since, () -> {}));
            }
        }
        return Optional.empty();
    }

    private static boolean fits(SandboxHold hold, ExecutionRequested request) {
        return hold.tenant().equals(request.tenant())
                && (hold.sessionId() == null || hold.sessionId().equals(request.sessionId()))
                && hold.agentId().equals(request.route().agent())
                && covers(hold.resources(), request.resources());
    }

    private static boolean covers(Resources held, Resources asked) {
        return held.vcpus() >= asked.vcpus()
                && held.memoryMib() >= asked.memoryMib()
                && held.diskMib() >= asked.diskMib()
                && held.processes() >= asked.processes();
    }

    /** Removes all; what is still wanted is made again by another worker, or by this one's next life. */
    @Override
    public void close() {
        scheduler.shutdownNow();
        Map<String, Hold> left = Map.copyOf(kept);
        left.values()
                .forEach(hold -> hold.end(new HoldState.End(State.FAILED, "its worker ended; another one takes over")));
        try {
            long end = System.nanoTime() + LAST_WORK.toNanos();
            for (Hold hold : left.values()) {
                boolean ignored = hold.awaitDone(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
            }
            threads.values().forEach(Thread::interrupt);
            end = System.nanoTime() + REMOVAL.toNanos();
            for (Hold hold : left.values()) {
                if (!hold.awaitDone(Duration.ofNanos(Math.max(0, end - System.nanoTime())))) {
                    LOG.log(System.Logger.Level.WARNING, "a held sandbox is not removed yet");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
