package dev.signalbox.contracts.execution;

import dev.signalbox.contracts.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

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
 * @param call the call that is asked about; absent where the agent itself asks
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
        @Nullable ProposedCall call,
        Instant at) {

    /** The agent itself asks. */
    public QuestionAsked(
            TaskId taskId,
            int attempt,
            int epoch,
            int index,
            String questionId,
            String question,
            Instant expiresAt,
            Instant at) {
        this(taskId, attempt, epoch, index, questionId, question, expiresAt, null, at);
    }
}
