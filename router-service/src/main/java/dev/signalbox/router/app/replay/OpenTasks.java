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
        int attempt = 1;
        boolean finished;
        boolean firstSucceeded;
        Route route;
        Money predicted;

        Open(Expectation expected, List<Regret.Option> options, RecordedDecision.Option taken) {
            this.expected = expected;
            this.options = options;
            this.route = taken.route();
            this.predicted = taken.cost() == null ? Money.ZERO : taken.cost();
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
            open.finished = false;
            open.route = taken.route();
            open.predicted = taken.cost() == null ? Money.ZERO : taken.cost();
        }
    }

    void finished(RecordedResult result, long now) {
        Open open = tasks.get(result.taskId());
        // A result of an attempt that was given up, or the same again, changes nothing.
        if (open == null || result.attempt() != open.attempt || open.finished || result.outcome() == null) {
            return;
        }
        open.finished = true;
        open.tried.add(
                new Regret.Tried(open.route, result.outcome() == Outcome.SUCCEEDED, open.predicted, result.charged()));
        switch (result.outcome()) {
            case SUCCEEDED -> {
                open.firstSucceeded = open.attempt == 1;
                tasks.remove(result.taskId());
                settle(open);
            }
            case CANCELLED -> {
                tasks.remove(result.taskId());
                cancelled++;
            }
            case FAILED, TIMED_OUT, LIMIT_EXCEEDED, REFUSED, BACKEND_FAILED ->
                failed.add(new Failed(result.taskId(), open, open.attempt, now));
        }
    }

    /** Settles what failed long enough ago. */
    void pass(long now) {
        while (!failed.isEmpty() && failed.peek().since() + settleAfterMillis < now) {
            Failed one = failed.remove();
            if (one.open().finished && one.open().attempt == one.attempt() && tasks.get(one.task()) == one.open()) {
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
        if (open.finished) {
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
