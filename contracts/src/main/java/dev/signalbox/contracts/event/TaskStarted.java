package dev.signalbox.contracts.event;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.backend.Isolation;
import java.time.Instant;

/**
 * A worker began with an attempt.
 *
 * @param epoch above 1 when an earlier worker was lost
 */
public record TaskStarted(
        TaskId taskId, int attempt, int epoch, String backend, String worker, Isolation isolation, Instant at)
        implements TaskEvent {}
