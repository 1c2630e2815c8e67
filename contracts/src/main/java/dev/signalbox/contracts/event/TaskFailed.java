package dev.signalbox.contracts.event;

import dev.signalbox.contracts.TaskId;
import java.time.Instant;

/** The task ended without success; the result says why. */
public record TaskFailed(TaskId taskId, TaskResult result, Instant at) implements TaskEnded {}
