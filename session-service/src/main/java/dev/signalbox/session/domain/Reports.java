package dev.signalbox.session.domain;

import dev.signalbox.contracts.event.TaskStarted;
import dev.signalbox.contracts.event.TaskUsage;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.QuestionAnswered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What workers report: that they began, how far they are, what humans answer them, how attempts ended. */
final class Reports {

    private final LifecyclePolicy policy;
    private final Endings endings;

    Reports(LifecyclePolicy policy, Endings endings) {
        this.policy = policy;
        this.endings = endings;
    }

    Change started(Task task, Input.Started input, Instant now) {
        var started = input.started();
        Optional<ActiveAttempt> active = task.state().active().filter(attempt -> attempt.number() == started.attempt());
        if (active.isEmpty()) {
            return Change.none(task);
        }
        ActiveAttempt attempt = active.get();
        Instant due = started.startedAt().plus(attempt.timeout()).plus(policy.lostGrace());
        Effect told = new Effect.Tell(
                task.id() + ":" + attempt.number() + ":" + started.epoch() + ":started",
                new TaskStarted(
                        task.id(),
                        attempt.number(),
                        started.epoch(),
                        started.backend(),
                        started.worker(),
                        started.isolation(),
                        started.startedAt()));
        return switch (task.state()) {
            case TaskState.Dispatched ignored ->
                new Change(task.in(new TaskState.Running(attempt, started.epoch(), 1, due), now), List.of(told));
            case TaskState.Running running
            when started.epoch() > running.epoch() ->
                new Change(
                        task.in(new TaskState.Running(attempt.begunAgain(), started.epoch(), 1, due), now),
                        List.of(told));
            case TaskState.Stopping stopping
            when started.epoch() > stopping.epoch() ->
                new Change(
                        task.in(
                                new TaskState.Stopping(
                                        attempt.begunAgain(), started.epoch(), 1, stopping.reason(), stopping.dueAt()),
                                now),
                        List.of(told));
            case TaskState.Finishing finishing
            when started.epoch() == finishing.finished().epoch() -> {
                Change counted = endings.progressed(task, finishing, now);
                List<Effect> effects = new ArrayList<>(List.of(told));
                effects.addAll(counted.effects());
                yield new Change(counted.task(), effects);
            }
            default -> Change.none(task);
        };
    }

    Change progressed(Task task, Input.Progress input, Instant now) {
        Effect told = new Effect.Tell(
                task.id() + ":" + input.attempt() + ":" + input.epoch() + ":" + input.name(), input.event());
        return switch (task.state()) {
            case TaskState.Running state
            when counts(state.attempt(), state.epoch(), input) ->
                new Change(
                        task.in(
                                new TaskState.Running(
                                        measured(state.attempt(), input),
                                        state.epoch(),
                                        state.progress() + 1,
                                        state.dueAt()),
                                now),
                        List.of(told));
            case TaskState.Stopping state
            when counts(state.attempt(), state.epoch(), input) ->
                new Change(
                        task.in(
                                new TaskState.Stopping(
                                        measured(state.attempt(), input),
                                        state.epoch(),
                                        state.progress() + 1,
                                        state.reason(),
                                        state.dueAt()),
                                now),
                        List.of(told));
            case TaskState.Finishing state
            when counts(state.attempt(), state.finished().epoch(), input) -> {
                Change counted = endings.progressed(task, state, now);
                List<Effect> effects = new ArrayList<>(List.of(told));
                effects.addAll(counted.effects());
                yield new Change(counted.task(), effects);
            }
            default -> Change.none(task);
        };
    }

    private static ActiveAttempt measured(ActiveAttempt attempt, Input.Progress input) {
        return input.event() instanceof TaskUsage usage ? attempt.measuring(usage.cost()) : attempt;
    }

    private static boolean counts(ActiveAttempt attempt, int epoch, Input.Progress input) {
        return attempt.number() == input.attempt() && epoch == input.epoch();
    }

    /** To the worker, while there is one to hear it; else nobody waits for it any more. */
    Change answered(Task task, Input.Answered input, Instant now) {
        if (!(task.state() instanceof TaskState.Running running)) {
            return Change.none(task);
        }
        int attempt = running.attempt().number();
        return new Change(
                task,
                List.of(new Effect.Answer(
                        task.id() + ":" + attempt + ":answer:" + input.questionId(),
                        new QuestionAnswered(
                                task.id(),
                                attempt,
                                input.questionId(),
                                input.answer(),
                                Objects.requireNonNullElse(input.answeredAt(), now)))));
    }

    Change finished(Task task, Input.Finished input, Instant now) {
        AttemptFinished finished = input.finished();
        return switch (task.state()) {
            case TaskState.Dispatched state
            when state.attempt().number() == finished.attempt() ->
                endings.finish(task, state.attempt(), finished, 0, false, now);
            case TaskState.Running state
            when state.attempt().number() == finished.attempt() && finished.epoch() >= state.epoch() ->
                finished(task, state.attempt(), finished, state.epoch(), state.progress(), false, now);
            case TaskState.Stopping state
            when state.attempt().number() == finished.attempt() && finished.epoch() >= state.epoch() ->
                finished(task, state.attempt(), finished, state.epoch(), state.progress(), true, now);
            default -> Change.none(task);
        };
    }

    /** A worker may have ended before it is known that it began: then nothing of its progress was seen. */
    private Change finished(
            Task task,
            ActiveAttempt attempt,
            AttemptFinished finished,
            int epoch,
            int progress,
            boolean cancelling,
            Instant now) {
        return finished.epoch() == epoch
                ? endings.finish(task, attempt, finished, progress, cancelling, now)
                : endings.finish(task, attempt.begunAgain(), finished, 0, cancelling, now);
    }
}
