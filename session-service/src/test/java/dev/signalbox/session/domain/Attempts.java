package dev.signalbox.session.domain;

import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.execution.OutputText;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.testing.Samples;
import org.jspecify.annotations.Nullable;

/** Ends of attempts, made up. */
final class Attempts {

    private Attempts() {}

    static AttemptFinished failed(int attempt, int exitCode, String stderr) {
        return ended(
                attempt,
                Outcome.FAILED,
                exitCode,
                new OutputText(stderr, 0),
                ProblemType.EXIT_CODE.because("The program ended with exit code " + exitCode + "."));
    }

    static AttemptFinished ended(
            int attempt, Outcome outcome, int exitCode, OutputText stderr, @Nullable Problem problem) {
        AttemptFinished sample = Samples.finished();
        return new AttemptFinished(
                Samples.TASK,
                attempt,
                1,
                outcome,
                outcome == Outcome.BACKEND_FAILED,
                exitCode,
                new OutputText("so far so good\n", 0),
                stderr,
                sample.files(),
                sample.timings(),
                sample.usage(),
                sample.cost(),
                0,
                problem,
                sample.finishedAt());
    }

    /** An agent's end; the sample's answer, files and conversation with it. */
    static AttemptFinished byAgent(
            int attempt, Outcome outcome, boolean retryable, int progress, @Nullable Problem problem) {
        AttemptFinished sample = Samples.finished();
        return new AttemptFinished(
                Samples.TASK,
                attempt,
                1,
                outcome,
                retryable,
                null,
                sample.stdout(),
                sample.stderr(),
                sample.files(),
                sample.timings(),
                sample.usage(),
                sample.cost(),
                progress,
                problem,
                sample.finishedAt(),
                sample.answer(),
                sample.conversation());
    }
}
