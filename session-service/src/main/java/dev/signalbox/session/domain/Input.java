package dev.signalbox.session.domain;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.AttemptStarted;
import dev.signalbox.contracts.execution.OutputAppended;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.PlannedAttempt;
import dev.signalbox.contracts.route.Rates;
import dev.signalbox.contracts.route.Regret;
import dev.signalbox.contracts.task.ReviewTask;
import dev.signalbox.contracts.task.TaskRequested;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that can change a task. */
public sealed interface Input {

    TaskId taskId();

    /**
     * The router chose a route.
     *
     * @param plan where the task goes when the route fails
     * @param taskClass what outcomes of such tasks are counted by
     * @param options the candidates that could have been taken
     * @param record the whole record as JSON, to be kept
     */
    record Routed(
            TaskId taskId,
            TaskRequested request,
            Candidate chosen,
            Rates rates,
            Duration timeout,
            String explanation,
            List<PlannedAttempt> plan,
            String taskClass,
            List<Regret.Option> options,
            String record)
            implements Input {}

    /** The router found no route, or the task is not valid. */
    record Rejected(TaskId taskId, TaskRequested request, Problem problem, String record) implements Input {}

    /** Somebody wants it to end. */
    record Cancel(TaskId taskId, @Nullable String reason) implements Input {}

    /** A time has come. */
    record Review(TaskId taskId, ReviewTask review) implements Input {}

    /** A worker began. */
    record Started(TaskId taskId, AttemptStarted started) implements Input {}

    /** A program wrote something. */
    record Output(TaskId taskId, OutputAppended output) implements Input {}

    /** An attempt ended. */
    record Finished(TaskId taskId, AttemptFinished finished) implements Input {}
}
