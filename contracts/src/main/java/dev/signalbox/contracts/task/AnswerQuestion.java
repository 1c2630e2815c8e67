package dev.signalbox.contracts.task;

import dev.signalbox.contracts.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Answers what an agent asked. On {@code task-commands}, keyed by task; a client may publish it as well.
 *
 * @param taskId the task; the record's key when absent
 * @param questionId of the question
 * @param answer in words
 * @param answeredAt when
 */
public record AnswerQuestion(
        @Nullable TaskId taskId,
        String questionId,
        String answer,
        @Nullable Instant answeredAt) {}
