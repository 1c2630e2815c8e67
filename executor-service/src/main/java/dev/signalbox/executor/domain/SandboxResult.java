package dev.signalbox.executor.domain;

import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.contracts.execution.Usage;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a backend says when an attempt is over; its output was handed over while it ran.
 *
 * @param outcome how it ended
 * @param retryable whether another attempt may do better although the task is the same
 * @param exitCode of the program; absent when it never ran
 * @param files what it produced
 * @param startUp from the worker's start to the program's
 * @param run of the program
 * @param usage what it used
 * @param problem why it did not succeed
 */
public record SandboxResult(
        Outcome outcome,
        boolean retryable,
        @Nullable Integer exitCode,
        List<ProducedFile> files,
        Duration startUp,
        Duration run,
        Usage usage,
        @Nullable Problem problem) {

    public SandboxResult {
        files = List.copyOf(files);
    }

    /** The backend will not run it. Another attempt on it would end the same way. */
    public static SandboxResult refused(Problem problem) {
        return neverRan(Outcome.REFUSED, false, Duration.ZERO, problem);
    }

    /** It was stopped before its program began. */
    public static SandboxResult cancelledBeforeStart(String reason) {
        return neverRan(Outcome.CANCELLED, false, Duration.ZERO, ProblemType.CANCELLED.because(reason));
    }

    /** The backend failed; another attempt may not. */
    public static SandboxResult backendFailed(Duration startUp, String detail) {
        return neverRan(Outcome.BACKEND_FAILED, true, startUp, ProblemType.BACKEND_FAILED.because(detail));
    }

    private static SandboxResult neverRan(Outcome outcome, boolean retryable, Duration startUp, Problem problem) {
        return new SandboxResult(outcome, retryable, null, List.of(), startUp, Duration.ZERO, Usage.NONE, problem);
    }
}
