package dev.signalbox.contracts.event;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.execution.Answer;
import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.execution.Cost;
import dev.signalbox.contracts.execution.OutputText;
import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.contracts.execution.Timings;
import dev.signalbox.contracts.execution.Usage;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.route.Route;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of a task.
 *
 * @param status how it ended
 * @param exitCode of the program in the last attempt
 * @param stdout of the last attempt
 * @param stderr of the last attempt
 * @param files of the last attempt
 * @param timings of the last attempt
 * @param usage of the last attempt
 * @param cost of all attempts
 * @param attempts every attempt, oldest first
 * @param route of the last attempt
 * @param explanation why that route, in words; the whole decision is at {@code /v1/tasks/{id}/decision}
 * @param problem why it did not succeed
 * @param answer what an agent answered in the last attempt; absent where a program ran
 */
public record TaskResult(
        TaskStatus status,
        @Nullable Integer exitCode,
        OutputText stdout,
        OutputText stderr,
        List<ProducedFile> files,
        Timings timings,
        Usage usage,
        Cost cost,
        List<AttemptSummary> attempts,
        @Nullable Route route,
        @Nullable String explanation,
        @Nullable Problem problem,
        @Nullable Answer answer) {

    /**
     * An attempt in one line.
     *
     * @param outcome absent when the worker was lost
     * @param expectedCost what the decision predicted
     * @param cause what it lacked that another route may have, as {@code PlannedAttempt.gains} names it; absent when it
     *     succeeded or failed by itself
     * @param taskClass what outcomes of such tasks are counted by; absent in records of before it was told
     */
    public record AttemptSummary(
            int attempt,
            Route route,
            @Nullable Outcome outcome,
            @Nullable Integer exitCode,
            Cost cost,
            Money expectedCost,
            @Nullable String cause,
            @Nullable String taskClass) {

        @SuppressWarnings("NullAway") // absent in JSON arrives as null
        public AttemptSummary {
            expectedCost = expectedCost == null ? Money.ZERO : expectedCost;
        }

        /** Without a class. */
        public AttemptSummary(
                int attempt,
                Route route,
                @Nullable Outcome outcome,
                @Nullable Integer exitCode,
                Cost cost,
                Money expectedCost,
                @Nullable String cause) {
            this(attempt, route, outcome, exitCode, cost, expectedCost, cause, null);
        }
    }

    public TaskResult {
        files = List.copyOf(files);
        attempts = List.copyOf(attempts);
    }

    /** What came of a program. */
    public TaskResult(
            TaskStatus status,
            @Nullable Integer exitCode,
            OutputText stdout,
            OutputText stderr,
            List<ProducedFile> files,
            Timings timings,
            Usage usage,
            Cost cost,
            List<AttemptSummary> attempts,
            @Nullable Route route,
            @Nullable String explanation,
            @Nullable Problem problem) {
        this(
                status,
                exitCode,
                stdout,
                stderr,
                files,
                timings,
                usage,
                cost,
                attempts,
                route,
                explanation,
                problem,
                null);
    }
}
