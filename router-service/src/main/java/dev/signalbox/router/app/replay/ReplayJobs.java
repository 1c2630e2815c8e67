package dev.signalbox.router.app.replay;

import dev.signalbox.contracts.Identifiers;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.replay.ReplayQuery;
import dev.signalbox.contracts.replay.ReplayReport;
import dev.signalbox.contracts.replay.ReplayResult;
import dev.signalbox.contracts.replay.ReplayState;
import dev.signalbox.router.domain.PolicyParameters;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * The replays of this instance, one after the other on a thread of its own, and what is known of those of others.
 */
public final class ReplayJobs implements AutoCloseable {

    /** More may not wait. */
    public static final int MOST_WAITING = 20;

    /** Who says nothing for so long has crashed. */
    static final Duration SILENT = Duration.ofSeconds(30);

    /** Ended replays that are remembered. */
    private static final int REMEMBERED = 200;

    private static final long TELL_MILLIS = 1000;

    private final PeriodLog log;
    private final KnownReplays known;
    private final ReplayBoard board;
    private final Clock clock;
    private final String instance;
    private final Map<String, ReplayReport> mine = new ConcurrentHashMap<>();
    private final Map<String, Boolean> cancelled = new ConcurrentHashMap<>();
    private final ExecutorService worker = Executors.newSingleThreadExecutor(Thread.ofPlatform()
            .name("replay")
            .daemon()
            .priority(Thread.MIN_PRIORITY)
            .factory());

    /**
     * Jobs of this instance.
     *
     * @param instance names it in reports
     */
    public ReplayJobs(PeriodLog log, KnownReplays known, ReplayBoard board, Clock clock, String instance) {
        this.log = log;
        this.known = known;
        this.board = board;
        this.clock = clock;
        this.instance = instance;
    }

    /**
     * Asks for a replay.
     *
     * @param policy the whole policy that the query means
     * @return empty when too many wait already
     */
    public Optional<ReplayReport> submit(ReplayQuery query, PolicyParameters policy) {
        if (mine.values().stream().filter(report -> !report.state().ended()).count() > MOST_WAITING) {
            return Optional.empty();
        }
        forgetOld();
        Instant now = clock.instant();
        ReplayReport report = new ReplayReport(
                Identifiers.timeOrdered(now), ReplayState.QUEUED, query, 0, 0, 0, null, null, instance, now, null, now);
        tell(report);
        worker.execute(() -> run(report, policy));
        return Optional.of(report);
    }

    /** A replay, of whichever instance. */
    public Optional<ReplayReport> find(String replayId) {
        ReplayReport found = mine.get(replayId);
        return Optional.ofNullable(found == null ? known.replays().get(replayId) : found)
                .map(this::lostIfSilent);
    }

    /** All replays, the newest first. */
    public List<ReplayReport> list() {
        Map<String, ReplayReport> all = new HashMap<>(known.replays());
        all.putAll(mine);
        return all.values().stream()
                .map(this::lostIfSilent)
                .sorted(Comparator.comparing(ReplayReport::requestedAt)
                        .thenComparing(ReplayReport::replayId)
                        .reversed())
                .toList();
    }

    /** Stops a replay, of whichever instance; what has ended stays as it is. */
    public Optional<ReplayReport> cancel(String replayId) {
        Optional<ReplayReport> found = find(replayId);
        if (found.isEmpty() || found.get().state().ended()) {
            return found;
        }
        cancelled.put(replayId, true);
        ReplayReport stopped = with(found.get(), ReplayState.CANCELLED, null);
        if (mine.containsKey(replayId)) {
            tell(stopped);
        } else {
            board.publish(stopped);
        }
        return Optional.of(stopped);
    }

    /** Runs a replay at once and gives what it found; for short ones. */
    public ReplayResult runNow(ReplayQuery query, PolicyParameters policy, Duration longest) {
        Replay replay = new Replay(query, policy);
        Instant end = clock.instant().plus(longest);
        replay.run(log, (ignored, share) -> clock.instant().isBefore(end));
        return replay.result();
    }

    @Override
    public void close() {
        worker.shutdownNow();
        mine.values().stream()
                .filter(report -> !report.state().ended())
                .forEach(report -> tell(with(report, ReplayState.LOST, null)));
    }

    private void run(ReplayReport queued, PolicyParameters policy) {
        if (stopped(queued.replayId())) {
            return;
        }
        Run run = new Run(queued, policy);
        try {
            run.replay.run(log, run::progress);
            if (!stopped(queued.replayId())) {
                tell(run.report(ReplayState.DONE, 1, null));
            }
        } catch (RuntimeException e) {
            tell(run.report(
                    ReplayState.FAILED,
                    run.share,
                    ProblemType.UNAVAILABLE.because("The log could not be read to the end: " + e.getMessage())));
        }
    }

    /** One that runs. */
    private final class Run {
        final ReplayReport queued;
        final Replay replay;
        final long started = System.nanoTime();
        long told = started;
        double share;

        Run(ReplayReport queued, PolicyParameters policy) {
            this.queued = queued;
            this.replay = new Replay(queued.query(), policy);
            tell(report(ReplayState.RUNNING, 0, null));
        }

        boolean progress(Replay running, double read) {
            share = read;
            if (stopped(queued.replayId())) {
                return false;
            }
            if (System.nanoTime() - told > TELL_MILLIS * 1_000_000) {
                told = System.nanoTime();
                tell(report(ReplayState.RUNNING, read, null));
                mine.values().stream()
                        .filter(report -> report.state() == ReplayState.QUEUED)
                        .forEach(report -> tell(with(report, ReplayState.QUEUED, null)));
            }
            return !Thread.currentThread().isInterrupted();
        }

        ReplayReport report(ReplayState state, double read, @Nullable Problem problem) {
            Instant now = clock.instant();
            double seconds = Math.max(1e-3, (System.nanoTime() - started) / 1e9);
            return new ReplayReport(
                    queued.replayId(),
                    state,
                    queued.query(),
                    read,
                    replay.records(),
                    Math.rint(replay.decisions() / seconds),
                    replay.result(),
                    problem,
                    instance,
                    queued.requestedAt(),
                    state.ended() ? now : null,
                    now);
        }
    }

    /** Cancelled here, or by another instance. */
    private boolean stopped(String replayId) {
        if (cancelled.containsKey(replayId)) {
            return true;
        }
        ReplayReport told = known.replays().get(replayId);
        if (told != null && told.state() == ReplayState.CANCELLED) {
            cancelled.put(replayId, true);
            mine.put(replayId, told);
            return true;
        }
        return false;
    }

    private void tell(ReplayReport report) {
        mine.put(report.replayId(), report);
        board.publish(report);
    }

    private ReplayReport lostIfSilent(ReplayReport report) {
        boolean silent = report.updatedAt().plus(SILENT).isBefore(clock.instant());
        return silent && !report.state().ended() && !mine.containsKey(report.replayId())
                ? with(report, ReplayState.LOST, null)
                : report;
    }

    private void forgetOld() {
        list().stream()
                .filter(report -> report.state().ended())
                .skip(REMEMBERED)
                .forEach(report -> {
                    mine.remove(report.replayId());
                    cancelled.remove(report.replayId());
                    board.forget(report.replayId());
                });
    }

    private ReplayReport with(ReplayReport report, ReplayState state, @Nullable Problem problem) {
        Instant now = clock.instant();
        return new ReplayReport(
                report.replayId(),
                state,
                report.query(),
                report.share(),
                report.records(),
                report.perSecond(),
                report.result(),
                problem,
                report.instance(),
                report.requestedAt(),
                state.ended() ? now : null,
                now);
    }
}
