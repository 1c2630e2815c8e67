package dev.signalbox.session.domain;

import dev.signalbox.contracts.event.TaskCancelled;
import dev.signalbox.contracts.event.TaskCompleted;
import dev.signalbox.contracts.event.TaskEnded;
import dev.signalbox.contracts.event.TaskFailed;
import dev.signalbox.contracts.event.TaskResult;
import dev.signalbox.contracts.event.TaskResult.AttemptSummary;
import dev.signalbox.contracts.event.TaskRetrying;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.Conversation;
import dev.signalbox.contracts.execution.OutputText;
import dev.signalbox.contracts.execution.Timings;
import dev.signalbox.contracts.execution.Usage;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.task.ReviewTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How attempts and tasks end: with a result, with another attempt, or without either. */
final class Endings {

    private final LifecyclePolicy policy;

    Endings(LifecyclePolicy policy) {
        this.policy = policy;
    }

    /** The result is here; the end waits for progress that is still on its way. */
    Change finish(
            Task task, ActiveAttempt attempt, AttemptFinished finished, int progress, boolean cancelling, Instant now) {
        if (progress < finished.progressRecords()) {
            TaskState finishing =
                    new TaskState.Finishing(attempt, finished, progress, cancelling, now.plus(policy.finishGrace()));
            return Change.none(task.in(finishing, now));
        }
        return end(task, attempt, finished, cancelling, List.of(), now);
    }

    /** One more progress record was seen. */
    Change progressed(Task task, TaskState.Finishing state, Instant now) {
        int progress = state.progress() + 1;
        if (progress >= state.finished().progressRecords()) {
            return end(task, state.attempt(), state.finished(), state.cancelling(), List.of(), now);
        }
        TaskState waiting =
                new TaskState.Finishing(state.attempt(), state.finished(), progress, state.cancelling(), state.dueAt());
        return Change.none(task.in(waiting, now));
    }

    Change end(
            Task task,
            ActiveAttempt attempt,
            AttemptFinished finished,
            boolean cancelling,
            List<Effect> before,
            Instant now) {
        boolean succeeded = finished.outcome() == AttemptFinished.Outcome.SUCCEEDED;
        Escalation escalation =
                succeeded || cancelling ? new Escalation.None() : Escalation.of(attempt, finished, policy);
        Task settled = task.with(summary(attempt, finished, Escalation.cause(escalation)));
        List<Effect> effects = new ArrayList<>(before);
        effects.add(new Effect.SettleAttempt(
                attempt.number(), finished.outcome(), attempt.cost(finished).total(), now));
        Observation.of(attempt, finished).map(Effect.Observe::new).ifPresent(effects::add);
        if (escalation instanceof Escalation.Onward onward) {
            return goOn(settled, attempt, finished, onward, effects, now);
        }
        if (!succeeded && !cancelling && finished.retryable() && attempt.number() < policy.maxAttempts()) {
            return retry(settled, attempt, Escalation.given(finished), Carried.of(finished), effects, now);
        }
        TaskStatus status = succeeded
                ? TaskStatus.SUCCEEDED
                : cancelling || finished.outcome() == AttemptFinished.Outcome.CANCELLED
                        ? TaskStatus.CANCELLED
                        : TaskStatus.FAILED;
        Problem problem = succeeded
                ? null
                : escalation instanceof Escalation.Refused refused
                        ? Escalation.problem(refused, attempt, Escalation.given(finished))
                        : Escalation.given(finished);
        TaskResult result = result(settled, status, finished, attempt.route(), attempt.explanation(), problem);
        remembered(task, attempt.route(), finished).ifPresent(effects::add);
        // When it ended, which may be long before it is applied.
        return ended(settled, result, effects, finished.finishedAt());
    }

    /** By the agent that the attempt began with, whoever spoke last: it is the one that is asked next time. */
    private static Optional<Effect> remembered(Task task, Route route, AttemptFinished finished) {
        Conversation said = finished.conversation();
        return said == null
                ? Optional.empty()
                : Memory.Key.of(task.tenant(), task.session(), route)
                        .map(key -> new Effect.Remember(new Memory(key, said, finished.finishedAt())));
    }

    /** To the next planned route, at once. */
    private static Change goOn(
            Task task,
            ActiveAttempt attempt,
            AttemptFinished finished,
            Escalation.Onward onward,
            List<Effect> before,
            Instant now) {
        Problem problem = Escalation.problem(onward, attempt, Escalation.given(finished));
        List<Effect> effects = new ArrayList<>(before);
        effects.add(new Effect.Tell(
                task.id() + ":" + attempt.number() + ":retrying",
                new TaskRetrying(task.id(), attempt.number(), problem, now, now)));
        effects.add(new Effect.LookAgain(
                task.id() + ":" + attempt.number() + ":goes-on", new ReviewTask(task.id(), attempt.number(), now)));
        TaskState waiting = new TaskState.Retrying(attempt.number() + 1, now, onward.routes(), finished, null);
        return new Change(task.in(waiting, now), effects);
    }

    /** The router rejected the attempt that was planned: the task has what the one before it gave. */
    Change nowhereToGoOn(Task task, AttemptFinished failed, Problem rejection, List<Effect> before, Instant now) {
        TaskResult result = result(
                task,
                TaskStatus.FAILED,
                failed,
                task.past().getLast().route(),
                task.explanation(),
                Escalation.rejected(Escalation.given(failed), rejection));
        List<Effect> effects = new ArrayList<>(before);
        remembered(task, task.past().getLast().route(), failed).ifPresent(effects::add);
        return ended(task, result, effects, now);
    }

    private static TaskResult result(
            Task task,
            TaskStatus status,
            AttemptFinished finished,
            Route route,
            @Nullable String explanation,
            @Nullable Problem problem) {
        return new TaskResult(
                status,
                finished.exitCode(),
                finished.stdout(),
                finished.stderr(),
                finished.files(),
                finished.timings(),
                finished.usage(),
                task.cost(),
                task.past(),
                route,
                explanation,
                problem,
                finished.answer());
    }

    /** The worker is gone, or there never was one. */
    Change lost(Task task, ActiveAttempt attempt, Problem problem, List<Effect> before, Instant now) {
        Task settled = task.with(summary(attempt, null, null));
        List<Effect> effects = new ArrayList<>(before);
        effects.add(new Effect.SettleAttempt(
                attempt.number(), null, attempt.cost(null).total(), now));
        if (attempt.number() < policy.maxAttempts()) {
            return retry(settled, attempt, problem, null, effects, now);
        }
        return withoutAttempt(settled, TaskStatus.FAILED, problem, effects, now);
    }

    private Change retry(
            Task task,
            ActiveAttempt attempt,
            Problem problem,
            @Nullable Carried left,
            List<Effect> before,
            Instant now) {
        Instant next = now.plus(policy.backOff(attempt.number()));
        List<Effect> effects = new ArrayList<>(before);
        effects.add(new Effect.Tell(
                task.id() + ":" + attempt.number() + ":retrying",
                new TaskRetrying(task.id(), attempt.number(), problem, next, now)));
        return new Change(
                task.in(new TaskState.Retrying(attempt.number() + 1, next, List.of(), null, left), now), effects);
    }

    Change cancelled(Task task, Optional<String> reason, List<Effect> before, Instant now) {
        Problem problem = ProblemType.CANCELLED.because(reason.orElse("cancelled by the client"));
        return withoutAttempt(task, TaskStatus.CANCELLED, problem, before, now);
    }

    /** Ends a task without the result of an attempt. */
    Change withoutAttempt(Task task, TaskStatus status, Problem problem, List<Effect> before, Instant now) {
        List<AttemptSummary> past = task.past();
        Route route = past.isEmpty() ? null : past.getLast().route();
        TaskResult result = new TaskResult(
                status,
                null,
                OutputText.EMPTY,
                OutputText.EMPTY,
                List.of(),
                Timings.NONE,
                Usage.NONE,
                task.cost(),
                past,
                route,
                task.explanation(),
                problem);
        return ended(task, result, before, now);
    }

    private static Change ended(Task task, TaskResult result, List<Effect> before, Instant endedAt) {
        TaskEnded event = switch (result.status()) {
            case SUCCEEDED -> new TaskCompleted(task.id(), result, endedAt);
            case CANCELLED -> new TaskCancelled(task.id(), result, endedAt);
            case FAILED, QUEUED, AWAITING_APPROVAL, DISPATCHED, RUNNING, RETRYING, CANCELLING ->
                new TaskFailed(task.id(), result, endedAt);
        };
        List<Effect> effects = new ArrayList<>(before);
        effects.add(new Effect.KeepResult(result, endedAt));
        effects.add(new Effect.Tell(task.id() + ":ended", event));
        return new Change(task.in(new TaskState.Ended(result.status(), endedAt), endedAt), effects);
    }

    static AttemptSummary summary(ActiveAttempt attempt, @Nullable AttemptFinished finished, @Nullable String cause) {
        return new AttemptSummary(
                attempt.number(),
                attempt.route(),
                finished == null ? null : finished.outcome(),
                finished == null ? null : finished.exitCode(),
                attempt.cost(finished),
                attempt.expectedCost(),
                cause,
                attempt.taskClass().isEmpty() ? null : attempt.taskClass());
    }
}
