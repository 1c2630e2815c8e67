package dev.signalbox.contracts.event;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.execution.ProposedCall;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An agent asks a human. Answer with {@code POST /v1/tasks/{id}/answers} or an {@code AnswerQuestion} on {@code
 * task-commands}.
 *
 * @param questionId what the answer names
 * @param question in words
 * @param expiresAt when the agent goes on without an answer
 * @param call the call that is asked about; absent where the agent itself asks
 */
public record TaskQuestion(
        TaskId taskId,
        int attempt,
        int epoch,
        int index,
        String questionId,
        String question,
        Instant expiresAt,
        @Nullable ProposedCall call,
        Instant at)
        implements TaskEvent {

    /** The agent itself asks. */
    public TaskQuestion(
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
