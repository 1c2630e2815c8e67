package dev.signalbox.launcher.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.event.TaskResult;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.event.TaskView;
import dev.signalbox.contracts.execution.Answer;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.Cost;
import dev.signalbox.contracts.execution.OutputText;
import dev.signalbox.contracts.execution.Timings;
import dev.signalbox.contracts.execution.Usage;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.PlannedAttempt;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.route.TaskProfile;
import dev.signalbox.contracts.task.Objective;
import dev.signalbox.contracts.task.TaskRequested;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SummaryTest {

    private static final Route QUICK = new Route("local", "quick", null, null);
    private static final Route MEDIUM = new Route("local", "medium", null, null);
    private static final Route AWAY = new Route("e2b", "quick", null, null);

    @Test
    void theProgramsExitCodeIsOurs() {
        assertThat(Summary.exitCode(result(TaskStatus.SUCCEEDED, 0, null), false))
                .isZero();
        assertThat(Summary.exitCode(result(TaskStatus.FAILED, 42, ProblemType.EXIT_CODE.because("42")), false))
                .isEqualTo(42);
    }

    @Test
    void aTimeOutIs124WhateverTheSignalLeft() {
        Problem problem = ProblemType.TIMED_OUT.because("2 s");

        assertThat(Summary.exitCode(result(TaskStatus.FAILED, 137, problem), false))
                .isEqualTo(124);
    }

    @Test
    void aCancelledTaskIs130WhenWeCancelledIt() {
        TaskResult cancelled = result(TaskStatus.CANCELLED, 137, ProblemType.CANCELLED.because("Ctrl-C"));

        assertThat(Summary.exitCode(cancelled, true)).isEqualTo(130);
        assertThat(Summary.exitCode(cancelled, false)).isEqualTo(1);
    }

    @Test
    void aFailureWithoutAnExitCodeIs1() {
        Problem problem = ProblemType.NO_MODEL_PROVIDER.because("none");

        assertThat(Summary.exitCode(result(TaskStatus.FAILED, null, problem), false))
                .isEqualTo(1);
        assertThat(Summary.exitCode(result(TaskStatus.FAILED, 0, problem), false))
                .as("a failure is never 0")
                .isEqualTo(1);
    }

    @Test
    void tellsRouteReasonTimeCostAndWhatWasPlanned() {
        TaskResult result = result(TaskStatus.SUCCEEDED, 0, null);

        List<String> lines = Summary.of(view(result), result, decision());

        assertThat(String.join("\n", lines))
                .contains("task-1 succeeded, exit code 0")
                .contains("route     local/quick")
                .contains("why       it is cheap")
                .contains("duration  1.50 s (queued 0.25 s, start-up 0.05 s)")
                .contains("cost      $0.00002 (sandbox $0.00002: 1 s)")
                .contains("expected  $0.00008")
                .contains("planned   then local/medium for $0.0002, for want of memory, time")
                .as("the explanation tells what else there was")
                .doesNotContain("instead")
                .doesNotContain("attempts");
    }

    @Test
    void anAgentsSummaryTellsWhoWorkedWhatWasReadAndEachPartOfTheCost() {
        TaskResult once = result(TaskStatus.SUCCEEDED, null, null);
        TaskResult result = new TaskResult(
                once.status(),
                null,
                once.stdout(),
                once.stderr(),
                List.of(),
                once.timings(),
                new Usage(1, 1, 1200, 300, 5000, 200),
                once.cost().plus(Cost.of(new Cost.Part("model", Money.of("0.01"), "1,200 tokens"))),
                once.attempts(),
                new Route("local", "quick", "claude-haiku-5-5", new AgentId("writer")),
                "it is cheap",
                null,
                new Answer("Done.", null, Answer.Ending.LIMIT, 1, 2, "gpt-6-luna", new AgentId("editor")));

        assertThat(String.join("\n", Summary.of(view(result), result, null)))
                .contains(
                        "agent     editor, model gpt-6-luna, standing in for claude-haiku-5-5; 1 turn, 2 tool calls, at"
                                + " its limit")
                .contains("tokens    1,200 tokens read, 300 written, 5,000 from the cache, 200 into the cache")
                .contains("""
                        cost      $0.01
                                  sandbox $0.00002: 1 s
                                  model $0.01: 1,200 tokens""");
    }

    @Test
    void anEscalatedTaskShowsWhatEachAttemptCostBesideWhatWasPredicted() {
        TaskResult once = result(TaskStatus.SUCCEEDED, 0, null);
        Cost cost = once.cost();
        TaskResult result = new TaskResult(
                once.status(),
                0,
                once.stdout(),
                once.stderr(),
                List.of(),
                once.timings(),
                once.usage(),
                cost.plus(cost),
                List.of(
                        new TaskResult.AttemptSummary(
                                1,
                                QUICK,
                                AttemptFinished.Outcome.LIMIT_EXCEEDED,
                                137,
                                cost,
                                Money.of("0.00008"),
                                "memory"),
                        new TaskResult.AttemptSummary(
                                2, MEDIUM, AttemptFinished.Outcome.SUCCEEDED, 0, cost, Money.of("0.00023"), null)),
                MEDIUM,
                "it is larger",
                null);

        assertThat(String.join("\n", Summary.of(view(result), result, null)))
                .contains("attempts  1: local/quick limit exceeded (memory), $0.00002 (predicted $0.00008)\n"
                        + "          2: local/medium succeeded, $0.00002 (predicted $0.00023)");
    }

    @Test
    void saysNothingOfCostWhereNothingRan() {
        TaskResult result = new TaskResult(
                TaskStatus.FAILED,
                null,
                OutputText.EMPTY,
                OutputText.EMPTY,
                List.of(),
                Timings.NONE,
                Usage.NONE,
                Cost.NONE,
                List.of(),
                null,
                null,
                ProblemType.NO_MODEL_PROVIDER.because("configure one"));

        assertThat(String.join("\n", Summary.of(view(result), result, null)))
                .contains("problem   No model provider is configured: configure one")
                .doesNotContain("cost")
                .doesNotContain("duration");
    }

    @Test
    void aDryRunTellsTheExpectation() {
        assertThat(String.join("\n", Summary.of(decision())))
                .contains("route     local/quick")
                .contains("expected  $0.00008, 2.05 s, success 95 %")
                .contains("signal    +3.0 keyword-install: speaks of \"install\"")
                .contains("local/medium would have cost");
    }

    private static TaskResult result(TaskStatus status, @Nullable Integer exitCode, @Nullable Problem problem) {
        Cost cost = Cost.of(new Cost.Part("sandbox", Money.of("0.00002"), "1 s"));
        return new TaskResult(
                status,
                exitCode,
                OutputText.EMPTY,
                OutputText.EMPTY,
                List.of(),
                new Timings(Duration.ofMillis(250), Duration.ofMillis(50), Duration.ofMillis(1500)),
                Usage.NONE,
                cost,
                List.of(new TaskResult.AttemptSummary(
                        1, QUICK, AttemptFinished.Outcome.SUCCEEDED, exitCode, cost, Money.of("0.00008"), null)),
                QUICK,
                "it is cheap",
                problem);
    }

    private static TaskView view(TaskResult result) {
        return new TaskView(
                new TaskId("task-1"),
                TaskRequested.DEFAULT_TENANT,
                null,
                result.status(),
                1,
                null,
                null,
                Map.of(),
                Instant.EPOCH,
                Instant.EPOCH,
                Instant.EPOCH,
                result);
    }

    private static RouteDecision decision() {
        Candidate chosen = candidate(QUICK, "0.00008", null);
        return new RouteDecision(
                chosen,
                null,
                null,
                Duration.ofSeconds(60),
                Objective.CHEAPEST,
                new TaskProfile(
                        TaskProfile.Kind.CODE,
                        "bash",
                        3,
                        TaskProfile.Environment.QUICK,
                        0.1,
                        dev.signalbox.contracts.route.TaskType.GENERAL,
                        List.of(),
                        dev.signalbox.contracts.route.Complexity.LOW,
                        Set.of(),
                        List.of(),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(2),
                        0,
                        0,
                        1,
                        List.of(new dev.signalbox.contracts.route.Signal(
                                "keyword-install", 3, "speaks of \"install\""))),
                List.of(chosen, candidate(MEDIUM, "0.0002", null), candidate(AWAY, "0.0001", "not configured")),
                List.of(
                        new PlannedAttempt(QUICK, 1, 0.95, Money.of("0.00008"), Set.of()),
                        new PlannedAttempt(MEDIUM, 0.05, 0.2, Money.of("0.0002"), Set.of("memory", "time"))),
                "code-bash-quick",
                false,
                null,
                null,
                null,
                List.of(),
                "it is cheap",
                new RouteDecision.Versions("1", "1", "1", "none"),
                1);
    }

    private static Candidate candidate(Route route, String cost, @Nullable String rejection) {
        return new Candidate(
                route,
                new Resources(1, 512, 512, 128),
                0.95,
                Duration.ofMillis(50),
                Duration.ofSeconds(2),
                Money.of(cost),
                Money.of(cost),
                0,
                0,
                rejection);
    }
}
