package dev.signalbox.contracts.event;

import dev.signalbox.contracts.TaskId;
import java.time.Instant;

/** The task was ended on request. */
public record TaskCancelled(TaskId taskId, TaskResult result, Instant at) implements TaskEnded {}
