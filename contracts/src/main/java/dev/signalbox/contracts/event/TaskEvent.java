package dev.signalbox.contracts.event;

import dev.signalbox.contracts.TaskId;
import java.time.Instant;

/** Something that happened to a task, for clients. On {@code task-events}, keyed by task. */
public sealed interface TaskEvent
        permits TaskAccepted,
                TaskDispatched,
                TaskStarted,
                TaskOutput,
                TaskToolCalled,
                TaskUsage,
                TaskQuestion,
                TaskAwaitingApproval,
                TaskRetrying,
                TaskCancelling,
                TaskEnded {

    TaskId taskId();

    /** When it happened. */
    Instant at();
}
