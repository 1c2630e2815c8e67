package dev.signalbox.session.domain;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.execution.AttemptStarted;
import dev.signalbox.contracts.execution.QuestionAsked;
import dev.signalbox.contracts.execution.ToolCalled;
import dev.signalbox.contracts.execution.UsageMeasured;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.PlannedAttempt;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.contracts.testing.Samples;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What happens to a task that an agent works on, made up. */
final class AgentInputs {

    static final TaskId ID = Samples.TASK;
    static final AgentId AGENT = new AgentId("senior_developer");
    static final Route HAIKU = new Route("local", "quick", "claude-haiku-5-5", AGENT);
    static final Route OPUS = new Route("local", "heavy", "claude-opus-5-5", AGENT);
    static final List<PlannedAttempt> PLAN =
            List.of(new PlannedAttempt(OPUS, 0.1, 0.8, Money.of("0.02"), Set.of("quality")));
    static final Memory.Key KEY = new Memory.Key(Samples.TENANT, Samples.SESSION, AGENT.value());

    private AgentInputs() {}

    static Input routed(int attempt, Route route) {
        Candidate sample = Samples.candidate();
        Candidate chosen = new Candidate(
                route,
                sample.resources(),
                0.9,
                sample.startUp(),
                sample.duration(),
                sample.cost(),
                sample.cost(),
                1,
                1,
                null);
        TaskSpec spec = TaskSpec.ofCode("python", "print(1)");
        return new Input.Routed(
                ID,
                new TaskRequested(ID, Samples.TENANT, Samples.SESSION, attempt, List.of(), List.of(), spec, Samples.AT),
                chosen,
                Samples.RATES,
                Duration.ofSeconds(60),
                "because",
                PLAN,
                "prompt-quick",
                List.of(),
                List.of(Samples.modelRates()),
                "{}");
    }

    static Input started(int epoch) {
        return new Input.Started(ID, new AttemptStarted(ID, 1, epoch, "local", "w", Isolation.NAMESPACES, Samples.AT));
    }

    static Input tool(int index, ToolCalled.@Nullable Outcome outcome) {
        return Progress.of(new ToolCalled(
                ID,
                1,
                1,
                index,
                "c-1",
                "run_command",
                "{}",
                outcome,
                outcome == null ? null : "hello",
                outcome == null ? null : Duration.ofMillis(300),
                Samples.AT));
    }

    static Input usage(int index) {
        return usage(index, 1);
    }

    static Input usage(int index, int epoch) {
        return Progress.of(
                new UsageMeasured(ID, 1, epoch, index, Samples.finished().usage(), Samples.cost(), Samples.AT));
    }

    static Input question(int index) {
        return Progress.of(
                new QuestionAsked(ID, 1, 1, index, "q-1", "Which one?", Samples.AT.plusSeconds(60), Samples.AT));
    }

    static Input answered(String answer) {
        return new Input.Answered(ID, "q-1", answer, Samples.AT);
    }

    static Input finished(AttemptFinished finished) {
        return new Input.Finished(ID, finished);
    }

    static AttemptFinished withEpoch(int epoch, AttemptFinished finished) {
        return new AttemptFinished(
                finished.taskId(),
                finished.attempt(),
                epoch,
                finished.outcome(),
                finished.retryable(),
                finished.exitCode(),
                finished.stdout(),
                finished.stderr(),
                finished.files(),
                finished.timings(),
                finished.usage(),
                finished.cost(),
                finished.progressRecords(),
                finished.problem(),
                finished.finishedAt(),
                finished.answer(),
                finished.conversation());
    }

    static dev.signalbox.contracts.problem.Problem invalid() {
        return ProblemType.INVALID_ANSWER.because("no JSON");
    }

    static AttemptFinished limited(String resource) {
        return Attempts.byAgent(
                1,
                Outcome.LIMIT_EXCEEDED,
                false,
                0,
                ProblemType.AGENT_LIMIT.because("at the limit", Map.of("resource", resource)));
    }
}
