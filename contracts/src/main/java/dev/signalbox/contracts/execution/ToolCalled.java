package dev.signalbox.contracts.execution;

import dev.signalbox.contracts.TaskId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An agent called a tool. On {@code execution-progress}; once when it begins and once when it is over.
 *
 * @param taskId the task
 * @param attempt the attempt
 * @param epoch of the worker
 * @param index counts the progress records of this epoch from 0
 * @param callId the same at its begin and its end
 * @param tool its name
 * @param arguments as JSON, bounded, secrets masked
 * @param outcome how it went; absent when it begins
 * @param result what it answered, bounded, secrets masked; absent when it begins
 * @param duration how long it took; absent when it begins
 * @param at when
 */
public record ToolCalled(
        TaskId taskId,
        int attempt,
        int epoch,
        int index,
        String callId,
        String tool,
        String arguments,
        @Nullable Outcome outcome,
        @Nullable String result,
        @Nullable Duration duration,
        Instant at) {

    /** How a call of a tool went. */
    public enum Outcome {
        SUCCEEDED,
        FAILED,
        /** The agent may not use it, or no such tool exists. */
        DENIED
    }

    /** Contents stay out of logs. */
    @Override
    public String toString() {
        return "ToolCalled[" + tool + ", " + outcome + "]";
    }
}
