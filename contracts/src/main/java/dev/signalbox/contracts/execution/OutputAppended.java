package dev.signalbox.contracts.execution;

import dev.signalbox.contracts.TaskId;
import java.time.Instant;

/**
 * The program wrote something. On {@code execution-progress}.
 *
 * @param taskId the task
 * @param attempt the attempt
 * @param epoch of the worker
 * @param index counts the pieces of this epoch from 0, over both streams
 * @param stream standard output or error
 * @param text what was written; never half a character
 * @param at when
 */
public record OutputAppended(TaskId taskId, int attempt, int epoch, int index, Stream stream, String text, Instant at) {

    /** Where a program writes to. */
    public enum Stream {
        STDOUT,
        STDERR
    }
}
