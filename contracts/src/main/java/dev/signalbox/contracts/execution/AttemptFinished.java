package dev.signalbox.contracts.execution;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.problem.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An attempt ended. On {@code execution-results}.
 *
 * @param taskId the task
 * @param attempt the attempt
 * @param epoch of the worker; a result of an older epoch than a started one does not count
 * @param outcome how it ended
 * @param retryable whether another attempt may do better although the task is the same
 * @param exitCode of the program; 128 + n when signal n ended it; absent when it never ran
 * @param stdout standard output, bounded
 * @param stderr standard error, bounded
 * @param files what it produced
 * @param timings where the time went
 * @param usage what it used
 * @param cost what it costs
 * @param progressRecords how many records this epoch wrote to {@code execution-progress} before this one; the end of the
 *     task is told after them, although they travel on another topic
 * @param problem why it did not succeed; absent when it did
 * @param finishedAt when
 * @param answer what an agent answered; absent where a program ran
 * @param conversation the agent's memory with this attempt; absent where a program ran
 */
public record AttemptFinished(
        TaskId taskId,
        int attempt,
        int epoch,
        Outcome outcome,
        boolean retryable,
        @Nullable Integer exitCode,
        OutputText stdout,
        OutputText stderr,
        List<ProducedFile> files,
        Timings timings,
        Usage usage,
        Cost cost,
        int progressRecords,
        @Nullable Problem problem,
        Instant finishedAt,
        @Nullable Answer answer,
        @Nullable Conversation conversation) {

    /** How an attempt can end. */
    public enum Outcome {
        /** The program ended with exit code 0. */
        SUCCEEDED,
        /** The program ended with another exit code. */
        FAILED,
        /** It ran longer than allowed and was stopped. */
        TIMED_OUT,
        /** It used more memory, disk or processes than its tier gives and was stopped. */
        LIMIT_EXCEEDED,
        /** It was stopped on request. */
        CANCELLED,
        /** The backend refused it: isolation not in force, language not there. */
        REFUSED,
        /** The backend failed. */
        BACKEND_FAILED
    }

    public AttemptFinished {
        files = List.copyOf(files);
    }

    /** The end of a program. */
    public AttemptFinished(
            TaskId taskId,
            int attempt,
            int epoch,
            Outcome outcome,
            boolean retryable,
            @Nullable Integer exitCode,
            OutputText stdout,
            OutputText stderr,
            List<ProducedFile> files,
            Timings timings,
            Usage usage,
            Cost cost,
            int progressRecords,
            @Nullable Problem problem,
            Instant finishedAt) {
        this(
                taskId,
                attempt,
                epoch,
                outcome,
                retryable,
                exitCode,
                stdout,
                stderr,
                files,
                timings,
                usage,
                cost,
                progressRecords,
                problem,
                finishedAt,
                null,
                null);
    }
}
