package dev.signalbox.router.app.replay;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.replay.ReplayQuery;
import dev.signalbox.contracts.replay.ReplayResult;
import dev.signalbox.contracts.replay.RouteChange;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.router.domain.PolicyParameters;
import dev.signalbox.router.domain.RoutingPolicy;
import dev.signalbox.router.domain.evaluation.Evaluation;
import dev.signalbox.router.domain.evaluation.PairedDecision;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One replay: reads the period, decides each first attempt again, joins what became of it. Memory is bounded whatever
 * the period. Used by one thread.
 */
public final class Replay {

    /** How long after the period results still count. */
    static final Duration RESULTS_AFTER = Duration.ofHours(1);

    /** How long after a failure a further attempt is waited for. */
    static final Duration SETTLE_AFTER = Duration.ofMinutes(10);

    private static final int MOST_OPEN = 50_000;
    private static final int MOST_CHANGES = 10_000;

    private final ReplayQuery query;
    private final PolicyParameters policy;
    private final Evaluation evaluation;
    private final OpenTasks open;
    private final Map<Change, long[]> changes = new HashMap<>();
    private long records;
    private long unreadable;
    private long rejected;
    private long first = Long.MAX_VALUE;
    private long last;

    private record Change(Route from, @Nullable Route to) {}

    /** Is told how a replay gets on, and stops it. */
    public interface Observer {

        /**
         * After every few records.
         *
         * @return whether to go on
         */
        boolean progress(Replay replay, double share);
    }

    /**
     * A replay that has not begun.
     *
     * @param policy the whole policy that the query means
     */
    public Replay(ReplayQuery query, PolicyParameters policy) {
        this.query = query;
        this.policy = policy;
        this.evaluation = new Evaluation(query.weightCap());
        this.open = new OpenTasks(evaluation, MOST_OPEN, SETTLE_AFTER.toMillis());
    }

    /** Reads to the end, or until the observer wants no more. */
    public void run(PeriodLog log, Observer observer) {
        try (PeriodLog.Reader reader =
                log.open(query.from(), query.to(), query.to().plus(RESULTS_AFTER))) {
            for (List<PeriodLog.Entry> entries = reader.next(); !entries.isEmpty(); entries = reader.next()) {
                for (PeriodLog.Entry entry : entries) {
                    take(entry);
                }
                if (!observer.progress(this, reader.share())) {
                    return;
                }
            }
            open.close();
        }
    }

    /** Records read. */
    public long records() {
        return records;
    }

    /** First attempts decided again. */
    public long decisions() {
        return evaluation.decisions();
    }

    /** What was found so far. */
    public ReplayResult result() {
        Map<String, Long> notEvaluated = new HashMap<>();
        note(notEvaluated, "no-outcome", open.withoutOutcome());
        note(notEvaluated, "cancelled", open.cancelled());
        note(notEvaluated, "not-covered", evaluation.uncovered());
        note(notEvaluated, "no-route", evaluation.withoutRoute());
        note(notEvaluated, "rejected-then", rejected);
        note(notEvaluated, "unreadable", unreadable);
        double days =
                last <= first ? 0 : (last - first) / (double) Duration.ofDays(1).toMillis();
        return Findings.result(evaluation, top(), notEvaluated, days, query);
    }

    private static void note(Map<String, Long> notEvaluated, String reason, long count) {
        if (count > 0) {
            notEvaluated.put(reason, count);
        }
    }

    private void take(PeriodLog.Entry entry) {
        records++;
        open.pass(entry.timestamp());
        switch (entry.kind()) {
            case ROUTED -> routed(entry);
            case REJECTED -> rejected(entry);
            case FINISHED -> {
                RecordedResult result = RecordedResult.read(entry.value());
                if (result != null) {
                    open.finished(result, entry.timestamp());
                }
            }
        }
    }

    private void routed(PeriodLog.Entry entry) {
        RecordedDecision recorded;
        try {
            recorded = RecordedDecision.read(entry.value());
        } catch (IllegalArgumentException e) {
            unreadable++;
            return;
        }
        RecordedDecision.Asked asked = recorded.request();
        TaskId task = asked.taskId();
        if (asked.attempt() > 1) {
            open.routedAgain(task, asked.attempt(), recorded.taken());
        } else if (entry.timestamp() < query.to().toEpochMilli()
                && !open.contains(task)
                && (query.limit() == 0 || evaluation.decisions() < query.limit())) {
            firstAttempt(task, recorded, entry.timestamp());
        }
    }

    private void firstAttempt(TaskId task, RecordedDecision recorded, long timestamp) {
        RecordedDecision.Option taken = recorded.taken();
        PairedDecision paired;
        RouteDecision again;
        try {
            again = RoutingPolicy.decide(recorded.input().withPolicy(policy));
            paired = Pairing.pair(recorded.decision(), taken, again);
        } catch (RuntimeException e) {
            // An input of another version may lack what this one needs; it is counted, and the rest goes on.
            unreadable++;
            return;
        }
        if (paired.changed()) {
            Change change = new Change(
                    taken.route(),
                    again.chosen() == null ? null : again.chosen().route());
            if (changes.size() < MOST_CHANGES || changes.containsKey(change)) {
                changes.computeIfAbsent(change, ignored -> new long[1])[0]++;
            }
        }
        first = Math.min(first, timestamp);
        last = Math.max(last, timestamp);
        open.routed(task, evaluation.decide(paired), recorded);
    }

    private void rejected(PeriodLog.Entry entry) {
        RecordedDecision.Asked asked = RecordedDecision.attempt(entry.value());
        rejected += asked == null || asked.attempt() <= 1 ? 1 : 0;
    }

    private List<RouteChange> top() {
        return changes.entrySet().stream()
                .map(change -> new RouteChange(
                        change.getKey().from().label(),
                        change.getKey().to() == null
                                ? "none"
                                : change.getKey().to().label(),
                        change.getValue()[0]))
                .sorted(Comparator.comparingLong(RouteChange::count)
                        .reversed()
                        .thenComparing(RouteChange::from)
                        .thenComparing(RouteChange::to))
                .limit(10)
                .toList();
    }
}
