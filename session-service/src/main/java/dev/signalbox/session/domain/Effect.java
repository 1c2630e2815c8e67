package dev.signalbox.session.domain;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.approval.ApprovalWithdrawn;
import dev.signalbox.contracts.event.TaskEvent;
import dev.signalbox.contracts.event.TaskResult;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.execution.QuestionAnswered;
import dev.signalbox.contracts.execution.StopExecution;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.task.ReviewTask;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What follows from an input, beside the changed task. */
public sealed interface Effect {

    /** Something to publish. The id is the same whenever it is derived again. */
    sealed interface Publish extends Effect {
        String id();
    }

    /** Tell clients. */
    record Tell(String id, TaskEvent event) implements Publish {}

    /** Send an attempt to its backend; where it carries no conversation, with what its agent remembers of the session. */
    record Dispatch(String id, ExecutionRequested execution) implements Publish {}

    /** Stop an attempt. */
    record Stop(String id, StopExecution stop) implements Publish {}

    /** Hand a human's answer to the attempt that asked. */
    record Answer(String id, QuestionAnswered answer) implements Publish {}

    /**
     * Have the next attempt routed; the request itself is read from the record that is kept of the first attempt.
     *
     * @param plan routes that were planned for it, the first preferred; empty when the router is free
     * @param granted the agent that a human permitted, which is to work on it; absent where none was asked for
     */
    record RouteAgain(
            String id,
            int attempt,
            List<Route> plan,
            @Nullable AgentDeployed granted) implements Publish {

        /** Nobody was asked. */
        public RouteAgain(String id, int attempt, List<Route> plan) {
            this(id, attempt, plan, null);
        }
    }

    /** Nobody needs to decide any more. */
    record Withdraw(String id, ApprovalWithdrawn withdrawn) implements Publish {}

    /** Look at the task again at once, without waiting for the clock. */
    record LookAgain(String id, ReviewTask review) implements Publish {}

    /** Keep an attempt and why it was routed so. */
    record KeepAttempt(int attempt, @Nullable Route route, Money expectedCost, String record, Instant at)
            implements Effect {}

    /** Keep how an attempt ended; without outcome the worker was lost. */
    record SettleAttempt(int attempt, AttemptFinished.@Nullable Outcome outcome, Money cost, Instant at)
            implements Effect {}

    /** Count what the attempt says about its route. */
    record Observe(Observation observation) implements Effect {}

    /** Keep what an agent remembers of its session. */
    record Remember(Memory memory) implements Effect {}

    /** Keep what came of the task. */
    record KeepResult(TaskResult result, Instant at) implements Effect {}
}
