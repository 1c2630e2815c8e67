package dev.signalbox.session.domain;

import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.execution.AttemptFinished;
import java.time.Instant;
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

    /** Waits for the router to route the attempt. */
    record Routing(int attempt) implements TaskState {
        @Override
        public TaskStatus status() {
            return TaskStatus.QUEUED;
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

    /** Waits to be routed again. */
    record Retrying(int nextAttempt, Instant dueAt) implements TaskState {
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
