package dev.signalbox.session.domain;

import dev.signalbox.contracts.ApprovalId;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.route.Route;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a task is. Times that it waits for are in the state, so that a late alarm can be told from a current one. */
public sealed interface TaskState {

    TaskStatus status();

    /** When this state should be looked at again although nothing happened. */
    default Optional<Instant> due() {
        return Optional.empty();
    }

    /** The attempt that is with a backend. */
    default Optional<ActiveAttempt> active() {
        return Optional.empty();
    }

    /** An attempt is with a backend, and something must come of it in time. */
    sealed interface AtBackend extends TaskState {

        ActiveAttempt attempt();

        Instant dueAt();

        @Override
        default Optional<Instant> due() {
            return Optional.of(dueAt());
        }

        @Override
        default Optional<ActiveAttempt> active() {
            return Optional.of(attempt());
        }
    }

    /**
     * Waits for the router to route the attempt.
     *
     * @param failed how the attempt before it ended, when it went on as planned: what the task has if there is no route
     * @param left what the attempt before it left, in other retries; absent after a lost worker
     * @param asked whether a human has decided about this attempt, so that nobody is asked again
     */
    record Routing(
            int attempt,
            @Nullable AttemptFinished failed,
            @Nullable Carried left,
            boolean asked) implements TaskState {

        public Routing(int attempt) {
            this(attempt, null, null, false);
        }

        public Routing(int attempt, @Nullable AttemptFinished failed, @Nullable Carried left) {
            this(attempt, failed, left, false);
        }

        /** What the attempt takes over. */
        Carried carried() {
            return left != null ? left : Carried.of(failed);
        }

        @Override
        public TaskStatus status() {
            return TaskStatus.QUEUED;
        }
    }

    /**
     * Waits for a human to permit an agent.
     *
     * @param attempt that waits to be routed
     * @param approvalId what is asked
     * @param left what the attempt takes over; absent where there is nothing
     * @param dueAt when it has waited in vain; a little after the approval expires, which the inbox tells first
     */
    record AwaitingApproval(
            int attempt, ApprovalId approvalId, @Nullable Carried left, Instant dueAt) implements TaskState {

        @Override
        public TaskStatus status() {
            return TaskStatus.AWAITING_APPROVAL;
        }

        @Override
        public Optional<Instant> due() {
            return Optional.of(dueAt);
        }
    }

    /** With a backend; no worker has it yet. */
    record Dispatched(ActiveAttempt attempt, Instant dueAt) implements AtBackend {
        @Override
        public TaskStatus status() {
            return TaskStatus.DISPATCHED;
        }
    }

    /**
     * A worker runs it.
     *
     * @param epoch of the worker
     * @param progress how many progress records of this epoch were seen
     */
    record Running(ActiveAttempt attempt, int epoch, int progress, Instant dueAt) implements AtBackend {
        @Override
        public TaskStatus status() {
            return TaskStatus.RUNNING;
        }
    }

    /** The result is here, some of the progress that came before it is not. */
    record Finishing(ActiveAttempt attempt, AttemptFinished finished, int progress, boolean cancelling, Instant dueAt)
            implements AtBackend {
        @Override
        public TaskStatus status() {
            return cancelling ? TaskStatus.CANCELLING : TaskStatus.RUNNING;
        }
    }

    /**
     * Waits to be routed again.
     *
     * @param plan routes that were planned for the next attempt; empty when the router is free
     * @param failed how the attempt ended that goes on as planned; absent in other retries
     * @param left what the attempt left, in other retries; absent after a lost worker
     */
    record Retrying(
            int nextAttempt,
            Instant dueAt,
            List<Route> plan,
            @Nullable AttemptFinished failed,
            @Nullable Carried left) implements TaskState {

        @SuppressWarnings("NullAway") // absent in JSON arrives as null
        public Retrying {
            plan = plan == null ? List.of() : List.copyOf(plan);
        }

        @Override
        public TaskStatus status() {
            return TaskStatus.RETRYING;
        }

        @Override
        public Optional<Instant> due() {
            return Optional.of(dueAt);
        }
    }

    /** Was asked to stop; the worker has not answered. */
    record Stopping(
            ActiveAttempt attempt,
            int epoch,
            int progress,
            @Nullable String reason,
            Instant dueAt) implements AtBackend {
        @Override
        public TaskStatus status() {
            return TaskStatus.CANCELLING;
        }
    }

    /** Was cancelled before its first route arrived. */
    record CancelledEarly(@Nullable String reason) implements TaskState {
        @Override
        public TaskStatus status() {
            return TaskStatus.CANCELLING;
        }
    }

    /** Has ended; nothing changes it any more. */
    record Ended(TaskStatus status, Instant endedAt) implements TaskState {}
}
