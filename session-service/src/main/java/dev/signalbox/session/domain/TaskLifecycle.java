package dev.signalbox.session.domain;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.event.TaskAccepted;
import dev.signalbox.contracts.event.TaskCancelling;
import dev.signalbox.contracts.event.TaskDispatched;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.execution.StopExecution;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.task.TaskRequested;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The life of a task. Every input is safe to see late, twice or out of order: what does not fit the state changes
 * nothing.
 */
public final class TaskLifecycle {

    private final LifecyclePolicy policy;
    private final Endings endings;
    private final Reports reports;
    private final Permissions permissions;

    public TaskLifecycle(LifecyclePolicy policy) {
        this.policy = policy;
        this.endings = new Endings(policy);
        this.reports = new Reports(policy, endings);
        this.permissions = new Permissions(policy, endings);
    }

    /** What the input makes of the task. */
    public Change apply(@Nullable Task task, Input input, Instant now) {
        return switch (input) {
            case Input.Routed routed -> routed(task, routed, now);
            case Input.Rejected rejected -> rejected(task, rejected, now);
            case Input.Cancel cancel -> cancel(task, cancel, now);
            case Input.Review review -> task == null ? Change.none(null) : review(task, review, now);
            case Input.Started started -> task == null ? Change.none(null) : reports.started(task, started, now);
            case Input.Progress progress -> task == null ? Change.none(null) : reports.progressed(task, progress, now);
            case Input.Answered answered -> task == null ? Change.none(null) : reports.answered(task, answered, now);
            case Input.Decided decided -> task == null ? Change.none(null) : permissions.decided(task, decided, now);
            case Input.Finished finished -> task == null ? Change.none(null) : reports.finished(task, finished, now);
        };
    }

    private Change routed(@Nullable Task known, Input.Routed routed, Instant now) {
        int attempt = routed.request().attempt();
        if (!expects(known, attempt)) {
            return Change.none(known);
        }
        Task task = known == null ? created(routed.request(), routed.taskId(), now) : asked(known, now);
        List<Effect> effects = new ArrayList<>();
        if (isNew(known)) {
            effects.add(accepted(task, now));
        }
        if (task.state() instanceof TaskState.CancelledEarly early) {
            // The row was made by the cancellation, which knew only the id.
            Task complete = created(routed.request(), routed.taskId(), now);
            return endings.cancelled(complete, Optional.ofNullable(early.reason()), effects, now);
        }
        ActiveAttempt active = ActiveAttempt.of(routed, now);
        Carried carried = task.state() instanceof TaskState.Routing routing ? routing.carried() : Carried.NOTHING;
        effects.add(new Effect.KeepAttempt(attempt, active.route(), active.expectedCost(), routed.record(), now));
        effects.add(new Effect.Tell(
                task.id() + ":" + attempt + ":dispatched",
                new TaskDispatched(
                        task.id(), attempt, active.route(), active.explanation(), active.expectedCost(), now)));
        effects.add(new Effect.Dispatch(
                task.id() + ":" + attempt + ":execution",
                new ExecutionRequested(
                        task.id(),
                        task.tenant(),
                        attempt,
                        active.route(),
                        routed.chosen().resources(),
                        routed.rates(),
                        routed.timeout(),
                        routed.request().task(),
                        task.requestedAt(),
                        now,
                        task.session(),
                        routed.models(),
                        carried.files(),
                        carried.conversation(),
                        routed.request().agents(),
                        List.of())));
        TaskState dispatched = new TaskState.Dispatched(active, now.plus(policy.queueTimeout()));
        return new Change(task.explained(active.explanation()).in(dispatched, now), effects);
    }

    private Change rejected(@Nullable Task known, Input.Rejected rejected, Instant now) {
        int attempt = rejected.request().attempt();
        if (!expects(known, attempt)) {
            return Change.none(known);
        }
        boolean early = known != null && known.state() instanceof TaskState.CancelledEarly;
        Task task = known == null || early ? created(rejected.request(), rejected.taskId(), now) : asked(known, now);
        List<Effect> effects = new ArrayList<>();
        if (isNew(known)) {
            effects.add(accepted(task, now));
        }
        effects.add(new Effect.KeepAttempt(attempt, null, Money.ZERO, rejected.record(), now));
        if (task.state() instanceof TaskState.Routing routing && routing.failed() != null) {
            return endings.nowhereToGoOn(task, routing.failed(), rejected.problem(), effects, now);
        }
        if (!early && permissions.asksFor(task, rejected)) {
            return permissions.ask(task, rejected, effects, now);
        }
        return endings.withoutAttempt(task, TaskStatus.FAILED, rejected.problem(), effects, now);
    }

    /** Whether clients have not been told of the task yet. */
    private static boolean isNew(@Nullable Task known) {
        return known == null || known.state() instanceof TaskState.CancelledEarly;
    }

    /** Whoever has an answer has asked: a task whose tables were put back may not know yet that it did. */
    private static Task asked(Task task, Instant now) {
        return task.state() instanceof TaskState.Retrying retrying
                ? task.in(new TaskState.Routing(retrying.nextAttempt(), retrying.failed(), retrying.left()), now)
                : task;
    }

    /** A route counts when the task is new, or waits for exactly this attempt. */
    private static boolean expects(@Nullable Task task, int attempt) {
        if (task == null) {
            return attempt == 1;
        }
        return switch (task.state()) {
            case TaskState.Routing routing -> routing.attempt() == attempt;
            case TaskState.CancelledEarly ignored -> attempt == 1;
            case TaskState.AwaitingApproval ignored -> false;
            case TaskState.AtBackend ignored -> false;
            case TaskState.Retrying retrying -> retrying.nextAttempt() == attempt;
            case TaskState.Ended ignored -> false;
        };
    }

    private static Task created(TaskRequested request, dev.signalbox.contracts.TaskId id, Instant now) {
        return new Task(
                id,
                request.tenant(),
                request.sessionId(),
                request.task().metadata(),
                Objects.requireNonNullElse(request.requestedAt(), now),
                new TaskState.Routing(1),
                List.of(),
                null,
                now);
    }

    private static Effect accepted(Task task, Instant now) {
        return new Effect.Tell(
                task.id() + ":accepted", new TaskAccepted(task.id(), task.tenant(), task.session(), now));
    }

    private Change cancel(@Nullable Task task, Input.Cancel cancel, Instant now) {
        if (task == null) {
            Task early = new Task(
                    cancel.taskId(),
                    TaskRequested.DEFAULT_TENANT,
                    null,
                    java.util.Map.of(),
                    now,
                    new TaskState.CancelledEarly(cancel.reason()),
                    List.of(),
                    null,
                    now);
            return Change.none(early);
        }
        return switch (task.state()) {
            case TaskState.Dispatched state -> stop(task, state.attempt(), 0, 0, cancel.reason(), now);
            case TaskState.Running state ->
                stop(task, state.attempt(), state.epoch(), state.progress(), cancel.reason(), now);
            case TaskState.Routing ignored ->
                endings.cancelled(task, Optional.ofNullable(cancel.reason()), List.of(), now);
            case TaskState.Retrying ignored ->
                endings.cancelled(task, Optional.ofNullable(cancel.reason()), List.of(), now);
            case TaskState.AwaitingApproval waiting -> permissions.withdrawn(task, waiting, cancel.reason(), now);
            case TaskState.Finishing ignored -> Change.none(task);
            case TaskState.Stopping ignored -> Change.none(task);
            case TaskState.CancelledEarly ignored -> Change.none(task);
            case TaskState.Ended ignored -> Change.none(task);
        };
    }

    private Change stop(
            Task task, ActiveAttempt attempt, int epoch, int progress, @Nullable String reason, Instant now) {
        String why = Objects.requireNonNullElse(reason, "cancelled by the client");
        TaskState stopping = new TaskState.Stopping(attempt, epoch, progress, reason, now.plus(policy.stopGrace()));
        return new Change(
                task.in(stopping, now),
                List.of(
                        new Effect.Tell(
                                task.id() + ":cancelling",
                                new TaskCancelling(task.id(), attempt.number(), reason, now)),
                        stopEffect(task, attempt, why, now)));
    }

    private static Effect stopEffect(Task task, ActiveAttempt attempt, String why, Instant now) {
        return new Effect.Stop(
                task.id() + ":" + attempt.number() + ":stop", new StopExecution(task.id(), attempt.number(), why, now));
    }

    private Change review(Task task, Input.Review input, Instant now) {
        Instant due = task.state().due().orElse(task.updatedAt());
        // The clock reads its times from PostgreSQL, which keeps microseconds; workers tell nanoseconds.
        if (!due.truncatedTo(ChronoUnit.MICROS).equals(input.review().dueAt().truncatedTo(ChronoUnit.MICROS))) {
            return Change.none(task);
        }
        return switch (task.state()) {
            case TaskState.Retrying retrying ->
                new Change(
                        task.in(new TaskState.Routing(retrying.nextAttempt(), retrying.failed(), retrying.left()), now),
                        List.of(new Effect.RouteAgain(
                                task.id() + ":" + retrying.nextAttempt() + ":requested",
                                retrying.nextAttempt(),
                                retrying.plan())));
            case TaskState.AwaitingApproval waiting -> permissions.expired(task, waiting, now);
            case TaskState.Dispatched state ->
                endings.lost(
                        task,
                        state.attempt(),
                        early(state, now)
                                ? logLost()
                                : ProblemType.BACKEND_FAILED.because("no worker of the backend "
                                        + state.attempt().route().backend() + " took the attempt within "
                                        + policy.queueTimeout() + "; see that its executor runs"),
                        List.of(stopEffect(task, state.attempt(), "no worker took it in time", now)),
                        now);
            case TaskState.Running state ->
                endings.lost(
                        task,
                        state.attempt(),
                        early(state, now)
                                ? logLost()
                                : ProblemType.WORKER_LOST.because("the worker did not answer in time"),
                        List.of(stopEffect(task, state.attempt(), "overdue", now)),
                        now);
            case TaskState.Finishing state ->
                endings.end(task, state.attempt(), state.finished(), state.cancelling(), List.of(), now);
            case TaskState.Stopping state ->
                endings.cancelled(
                        task.with(Endings.summary(state.attempt(), null, null)),
                        Optional.ofNullable(state.reason()),
                        List.of(),
                        now);
            // These two wait for the log alone, and are looked at only after its loss, later than anything that was
            // done:
            // what comes at the very time of the last change is the review that made it, delivered twice.
            case TaskState.Routing routing ->
                due.isBefore(now)
                        ? new Change(
                                task.in(routing, now),
                                List.of(new Effect.RouteAgain(
                                        task.id() + ":" + routing.attempt() + ":requested-again",
                                        routing.attempt(),
                                        List.of())))
                        : Change.none(task);
            case TaskState.CancelledEarly early ->
                due.isBefore(now)
                        ? endings.cancelled(task, Optional.ofNullable(early.reason()), List.of(), now)
                        : Change.none(task);
            case TaskState.Ended ignored -> Change.none(task);
        };
    }

    /** Before its time nobody looks but after the loss of the log (class LostLog). A second is no difference of clocks. */
    private static boolean early(TaskState.AtBackend state, Instant now) {
        return now.plusSeconds(1).isBefore(state.dueAt());
    }

    private static Problem logLost() {
        return ProblemType.WORKER_LOST.because(
                "the log was lost while the attempt was under way, and with it what its worker said");
    }
}
