package dev.signalbox.contracts.event;

import dev.signalbox.contracts.TaskId;
import java.time.Instant;

/** The task did what was asked. */
public record TaskCompleted(TaskId taskId, TaskResult result, Instant at) implements TaskEnded {}
