package dev.signalbox.session.domain;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.event.TaskEvent;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.AttemptStarted;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.route.AgentProposal;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.ModelRates;
import dev.signalbox.contracts.route.PlannedAttempt;
import dev.signalbox.contracts.route.Rates;
import dev.signalbox.contracts.route.Regret;
import dev.signalbox.contracts.task.DecideApproval;
import dev.signalbox.contracts.task.ReviewTask;
import dev.signalbox.contracts.task.TaskRequested;
import java.time.Duration;
import java.time.Instant;
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
     * @param models prices of the route's model and of those that may stand in for it
     * @param record the whole record as JSON, to be kept
     * @param fullCost what the full environment would cost; absent where the router did not say
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
            List<ModelRates> models,
            String record,
            @Nullable Money fullCost)
            implements Input {

        /** Without anything to compare it with. */
        public Routed(
                TaskId taskId,
                TaskRequested request,
                Candidate chosen,
                Rates rates,
                Duration timeout,
                String explanation,
                List<PlannedAttempt> plan,
                String taskClass,
                List<Regret.Option> options,
                List<ModelRates> models,
                String record) {
            this(taskId, request, chosen, rates, timeout, explanation, plan, taskClass, options, models, record, null);
        }
    }

    /**
     * The router found no route, or the task is not valid.
     *
     * @param proposal an agent to make, where it is an agent that is missing
     */
    record Rejected(
            TaskId taskId,
            TaskRequested request,
            Problem problem,
            @Nullable AgentProposal proposal,
            String record) implements Input {

        /** Without an agent that would do it. */
        public Rejected(TaskId taskId, TaskRequested request, Problem problem, String record) {
            this(taskId, request, problem, null, record);
        }
    }

    /** Somebody wants it to end. */
    record Cancel(TaskId taskId, @Nullable String reason) implements Input {}

    /** A time has come. */
    record Review(TaskId taskId, ReviewTask review) implements Input {}

    /** A worker began. */
    record Started(TaskId taskId, AttemptStarted started) implements Input {}

    /**
     * A worker tells how far it is: what a program wrote, a call of a tool, what was used, a question; see {@link
     * dev.signalbox.session.domain.Progress}.
     *
     * @param name which of this epoch, the same whenever it is delivered again
     * @param event as clients are told it
     */
    record Progress(TaskId taskId, int attempt, int epoch, String name, TaskEvent event) implements Input {}

    /** A human answers what an agent asked. */
    record Answered(
            TaskId taskId,
            String questionId,
            String answer,
            @Nullable Instant answeredAt) implements Input {}

    /** What the task waited for was decided. */
    record Decided(TaskId taskId, DecideApproval decision) implements Input {}

    /** An attempt ended. */
    record Finished(TaskId taskId, AttemptFinished finished) implements Input {}
}
