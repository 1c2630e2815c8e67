package dev.signalbox.contracts.execution;

import dev.signalbox.contracts.TaskId;
import java.time.Instant;

/**
 * A human answered an agent. On {@code execution-control}, read by every executor.
 *
 * @param taskId the task
 * @param attempt the attempt that asked
 * @param questionId of the question
 * @param answer in words
 * @param answeredAt when
 */
public record QuestionAnswered(TaskId taskId, int attempt, String questionId, String answer, Instant answeredAt) {}
