package dev.signalbox.contracts.task;

import dev.signalbox.contracts.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Ends a task early. On {@code task-commands}, keyed by task; a client may publish it as well.
 *
 * @param taskId the task; the record's key when absent
 * @param reason why, for the record
 * @param requestedAt when it was asked
 */
public record CancelTask(
        @Nullable TaskId taskId,
        @Nullable String reason,
        @Nullable Instant requestedAt) {}
