package dev.signalbox.contracts.event;

import dev.signalbox.contracts.TaskId;
import java.time.Instant;

/**
 * An agent asks a human. Answer with {@code POST /v1/tasks/{id}/answers} or an {@code AnswerQuestion} on {@code
 * task-commands}.
 *
 * @param questionId what the answer names
 * @param question in words
 * @param expiresAt when the agent goes on without an answer
 */
public record TaskQuestion(
        TaskId taskId,
        int attempt,
        int epoch,
        int index,
        String questionId,
        String question,
        Instant expiresAt,
        Instant at)
        implements TaskEvent {}
