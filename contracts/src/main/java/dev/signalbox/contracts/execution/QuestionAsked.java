package dev.signalbox.contracts.execution;

import dev.signalbox.contracts.TaskId;
import java.time.Instant;

/**
 * An agent asks a human and waits. On {@code execution-progress}.
 *
 * @param taskId the task
 * @param attempt the attempt
 * @param epoch of the worker
 * @param index counts the progress records of this epoch from 0
 * @param questionId what an answer names
 * @param question in words
 * @param expiresAt when the agent goes on without an answer
 * @param at when
 */
public record QuestionAsked(
        TaskId taskId,
        int attempt,
        int epoch,
        int index,
        String questionId,
        String question,
        Instant expiresAt,
        Instant at) {}
