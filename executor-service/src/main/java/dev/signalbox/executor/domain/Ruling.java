package dev.signalbox.executor.domain;

import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.sandbox.LimitHit;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended, and why it did not succeed.
 *
 * @param problem absent when it succeeded
 */
public record Ruling(Outcome outcome, @Nullable Problem problem) {

    private static final int SIGNALS = 128;

    public static Ruling cancelled(String reason) {
        return new Ruling(Outcome.CANCELLED, ProblemType.CANCELLED.because(reason));
    }

    public static Ruling timedOut(Duration timeout) {
        return new Ruling(
                Outcome.TIMED_OUT,
                ProblemType.TIMED_OUT.because(
                        "It ran longer than its timeout of " + seconds(timeout)
                                + " and was stopped. Give it more by \"timeout\", or less to do.",
                        Map.of("limit", timeout.toString())));
    }

    public static Ruling limit(LimitHit hit) {
        return hit.resource().equals(LimitHit.MACHINE)
                ? new Ruling(Outcome.BACKEND_FAILED, ProblemType.BACKEND_FAILED.because(hit.detail()))
                : new Ruling(
                        Outcome.LIMIT_EXCEEDED,
                        ProblemType.RESOURCE_LIMIT.because(
                                hit.detail(), Map.of("resource", hit.resource(), "limit", hit.limit())));
    }

    /** A program that ended by itself. */
    public static Ruling exit(int code) {
        return code == 0
                ? new Ruling(Outcome.SUCCEEDED, null)
                : new Ruling(
                        Outcome.FAILED,
                        ProblemType.EXIT_CODE.because(
                                code > SIGNALS
                                        ? "The program was ended by signal " + (code - SIGNALS) + "."
                                        : "The program ended with exit code " + code + ".",
                                Map.of("exitCode", Integer.toString(code))));
    }

    private static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
    }
}
