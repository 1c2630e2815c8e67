package dev.signalbox.executor.domain;

import dev.signalbox.contracts.execution.Answer;
import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.execution.Conversation;
import dev.signalbox.contracts.execution.Cost;
import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.contracts.execution.Usage;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.Resources;
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
 * @param allocated the sandbox's size, where it is another than was asked for
 * @param charged how long the sandbox was held; absent when there was none
 * @param modelCost what models cost
 * @param answer what an agent answered
 * @param conversation the agent's memory
 */
public record SandboxResult(
        Outcome outcome,
        boolean retryable,
        @Nullable Integer exitCode,
        List<ProducedFile> files,
        Duration startUp,
        Duration run,
        Usage usage,
        @Nullable Problem problem,
        @Nullable Resources allocated,
        @Nullable Duration charged,
        Cost modelCost,
        @Nullable Answer answer,
        @Nullable Conversation conversation) {

    public SandboxResult {
        files = List.copyOf(files);
    }

    /** The end of a program, whose sandbox was held from the worker's start to the program's end. */
    public SandboxResult(
            Outcome outcome,
            boolean retryable,
            @Nullable Integer exitCode,
            List<ProducedFile> files,
            Duration startUp,
            Duration run,
            Usage usage,
            @Nullable Problem problem) {
        this(
                outcome,
                retryable,
                exitCode,
                files,
                startUp,
                run,
                usage,
                problem,
                null,
                startUp.plus(run),
                Cost.NONE,
                null,
                null);
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
        return backendFailed(startUp, ProblemType.BACKEND_FAILED.because(detail));
    }

    /** The backend failed; another attempt may not. */
    public static SandboxResult backendFailed(Duration startUp, Problem problem) {
        return neverRan(Outcome.BACKEND_FAILED, true, startUp, problem);
    }

    private static SandboxResult neverRan(Outcome outcome, boolean retryable, Duration startUp, Problem problem) {
        return new SandboxResult(outcome, retryable, null, List.of(), startUp, Duration.ZERO, Usage.NONE, problem);
    }
}
