package dev.signalbox.contracts.execution;

import dev.signalbox.contracts.TaskId;
import java.time.Instant;

/**
 * Stop an attempt, whether it runs or still waits. On {@code execution-control}, read by every executor.
 *
 * @param taskId the task
 * @param attempt the attempt to stop
 * @param reason why
 * @param requestedAt when
 */
public record StopExecution(TaskId taskId, int attempt, String reason, Instant requestedAt) {}
