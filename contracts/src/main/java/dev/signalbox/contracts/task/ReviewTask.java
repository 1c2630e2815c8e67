package dev.signalbox.contracts.task;

import dev.signalbox.contracts.TaskId;
import java.time.Instant;

/**
 * A time that a task waited for has come: a retry is due, an attempt is overdue, a stop was not answered. Written by
 * session-service's clock to {@code task-commands}, so that every change of a task begins as a Kafka record.
 *
 * @param taskId the task
 * @param attempt the attempt that the clock saw; a review of an earlier one changes nothing
 * @param dueAt the time that came
 */
public record ReviewTask(TaskId taskId, int attempt, Instant dueAt) {}
