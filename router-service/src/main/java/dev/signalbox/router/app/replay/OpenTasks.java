package dev.signalbox.router.app.replay;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.route.Regret;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.router.domain.evaluation.Evaluation;
import dev.signalbox.router.domain.evaluation.Evaluation.Expectation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decisions whose outcome is not known yet: joins them with results by task, in bounded memory. A task that failed is
 * settled when no further attempt was routed for a while. Used by one thread.
 */
final class OpenTasks {

    /** Of a decision that are remembered until its outcome is known. */
    private static final int MOST_OPTIONS = 12;

    private final int most;
    private final long settleAfterMillis;
    private final Evaluation evaluation;
    private final Map<TaskId, Open> tasks = new LinkedHashMap<>();
    private final Deque<Failed> failed = new ArrayDeque<>();
    private long withoutOutcome;
    private long cancelled;

    /** A task between its first decision and its end. */
    private static final class Open {
        final Expectation expected;
        final List<Regret.Option> options;
        final List<Regret.Tried> tried = new ArrayList<>(1);
        final Map<Integer, Going> going = new HashMap<>(2);
        int attempt = 1;
        boolean firstSucceeded;
        Going latest;

        Open(Expectation expected, List<Regret.Option> options, RecordedDecision.Option taken) {
            this.expected = expected;
            this.options = options;
            latest = Going.of(taken);
            going.put(1, latest);
        }

        /** Whether an attempt is still waited for. */
        boolean unfinished() {
            return going.containsKey(attempt);
        }
    }

    /** An attempt whose result is not known yet. */
    private record Going(Route route, Money predicted) {
        static Going of(RecordedDecision.Option taken) {
            return new Going(taken.route(), taken.cost() == null ? Money.ZERO : taken.cost());
        }
    }

    private record Failed(TaskId task, Open open, int attempt, long since) {}

    /**
     * For an evaluation.
     *
     * @param most tasks remembered; the oldest gives way
     * @param settleAfterMillis how long after a failure a further attempt is waited for, in the time of the log
     */
    OpenTasks(Evaluation evaluation, int most, long settleAfterMillis) {
        this.evaluation = evaluation;
        this.most = most;
        this.settleAfterMillis = settleAfterMillis;
    }

    boolean contains(TaskId task) {
        return tasks.containsKey(task);
    }

    void routed(TaskId task, Expectation expected, RecordedDecision decision) {
        tasks.put(task, new Open(expected, decision.cheapest(MOST_OPTIONS), decision.taken()));
        if (tasks.size() > most) {
            Iterator<Open> oldest = tasks.values().iterator();
            end(oldest.next());
            oldest.remove();
        }
    }

    /** A further attempt goes on with the task. */
    void routedAgain(TaskId task, int attempt, RecordedDecision.Option taken) {
        Open open = tasks.get(task);
        if (open != null && attempt > open.attempt) {
            open.attempt = attempt;
            open.latest = Going.of(taken);
            open.going.put(attempt, open.latest);
        }
    }

    void finished(RecordedResult result, long now) {
        Open open = tasks.get(result.taskId());
        if (open != null && result.attempt() > open.attempt) {
            // Its route is read later: clocks differ. Regret, which alone asks, takes the one before.
            open.attempt = result.attempt();
            open.going.put(result.attempt(), open.latest);
        }
        // The result of an earlier attempt may be read after the next was routed: clocks differ. The same again is
        // nothing.
        Going ended = open == null ? null : open.going.remove(result.attempt());
        if (open == null || ended == null || result.outcome() == null) {
            return;
        }
        open.tried.add(new Regret.Tried(
                ended.route(), result.outcome() == Outcome.SUCCEEDED, ended.predicted(), result.charged()));
        switch (result.outcome()) {
            case SUCCEEDED -> {
                open.firstSucceeded = result.attempt() == 1;
                tasks.remove(result.taskId());
                settle(open);
            }
            case CANCELLED -> {
                tasks.remove(result.taskId());
                cancelled++;
            }
            case FAILED, TIMED_OUT, LIMIT_EXCEEDED, REFUSED, BACKEND_FAILED ->
                failed.add(new Failed(result.taskId(), open, result.attempt(), now));
        }
    }

    /** Settles what failed long enough ago. */
    void pass(long now) {
        while (!failed.isEmpty() && failed.peek().since() + settleAfterMillis < now) {
            Failed one = failed.remove();
            if (!one.open().unfinished()
                    && one.open().attempt == one.attempt()
                    && tasks.get(one.task()) == one.open()) {
                tasks.remove(one.task());
                settle(one.open());
            }
        }
    }

    /** The log ends here. */
    void close() {
        tasks.values().forEach(this::end);
        tasks.clear();
        failed.clear();
    }

    long withoutOutcome() {
        return withoutOutcome;
    }

    long cancelled() {
        return cancelled;
    }

    private void end(Open open) {
        if (!open.unfinished()) {
            settle(open);
        } else {
            withoutOutcome++;
        }
    }

    private void settle(Open open) {
        double cost = 0;
        for (Regret.Tried tried : open.tried) {
            cost += tried.cost().usd().doubleValue();
        }
        double regret = Regret.of(open.options, open.tried).usd().doubleValue();
        evaluation.settle(
                open.expected, new dev.signalbox.router.domain.evaluation.Outcome(open.firstSucceeded, cost, regret));
    }
}
