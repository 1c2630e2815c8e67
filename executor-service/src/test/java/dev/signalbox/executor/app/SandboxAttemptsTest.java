package dev.signalbox.executor.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.execution.Answer;
import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.execution.Conversation;
import dev.signalbox.contracts.execution.Cost;
import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.contracts.execution.TokenUsage;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.executor.Requests;
import dev.signalbox.executor.app.agent.AgentProgress;
import dev.signalbox.executor.app.agent.AgentResult;
import dev.signalbox.executor.app.agent.AgentWorker;
import dev.signalbox.executor.app.sandboxes.MemoryProvider;
import dev.signalbox.executor.app.sandboxes.MemoryRecords;
import dev.signalbox.executor.app.sandboxes.SandboxMeters;
import dev.signalbox.executor.app.sandboxes.SandboxSettings;
import dev.signalbox.executor.domain.Attempt;
import dev.signalbox.executor.domain.SandboxResult;
import dev.signalbox.executor.domain.Settlement;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.OutputListener;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SandboxAttemptsTest {

    private final MemoryProvider provider = new MemoryProvider();
    private final MemoryRecords records = new MemoryRecords();
    private final AttemptOutput output = AttemptOutput.keptOnly(OutputLimits.STANDARD);
    private final StopSignal stop = new StopSignal();
    private Work work = sandbox -> {};
    private Outcome outcome = Outcome.SUCCEEDED;

    private interface Work {
        void in(Sandbox sandbox) throws SandboxException, InterruptedException;
    }

    private final AgentWorker agent = new AgentWorker() {
        @Override
        public Set<String> models() {
            return Set.of("claude-haiku-5-5");
        }

        @Override
        public AgentResult work(
                Attempt attempt, Sandbox sandbox, AgentProgress progress, Duration timeout, StopSignal signal)
                throws InterruptedException {
            try {
                work.in(sandbox);
            } catch (SandboxException e) {
                throw new AssertionError(e);
            }
            return new AgentResult(
                    outcome,
                    false,
                    new Answer("done", null, Answer.Ending.DONE, 1, 0, "claude-haiku-5-5", null),
                    Conversation.NONE,
                    new TokenUsage(100, 10, 5, 20),
                    Cost.of(new Cost.Part("model", Money.of("0.01"), "tokens")),
                    null);
        }
    };
    private final SandboxAttempts attempts =
            new SandboxAttempts(provider, agent, SandboxSettings.STANDARD, SandboxMeters.NONE, Clock.systemUTC());

    @BeforeEach
    void begin() {
        records.ledger.completed();
        attempts.begin(new WorkerContext("me", records, records.ledger));
    }

    @AfterEach
    void end() {
        attempts.close();
    }

    private SandboxResult run(Requests request) throws InterruptedException {
        return attempts.run(new Attempt(request.build(), 1), AttemptProgress.of(output), stop);
    }

    private Cost cost(Requests request, SandboxResult result) {
        Instant now = Instant.now();
        return Settlement.finished(
                        new Attempt(request.build(), 1),
                        result,
                        output.text(Stream.STDOUT),
                        output.text(Stream.STDERR),
                        now,
                        0,
                        now)
                .cost();
    }

    @Test
    void whatTheProviderAllocatedIsChargedAndNotWhatWasAskedFor() throws Exception {
        provider.allocated = new Resources(2, 1024, 512, 128);
        Requests request = Requests.command("echo");

        SandboxResult result = run(request);

        assertThat(cost(request, result).parts().getFirst().because()).startsWith("2 vCPU and 1024 MiB for ");
    }

    @Test
    void codeRunsInASandboxThatIsGoneAfterwards() throws Exception {
        SandboxResult result = run(Requests.command("echo").environment("A", "1"));

        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.exitCode()).isZero();
        assertThat(output.text(Stream.STDOUT).text()).isEqualTo("/bin/bash -c echo bash {A=1}");
        assertThat(result.usage().cpuSeconds()).isEqualTo(1.5);
        assertThat(provider.running).isEmpty();
    }

    @Test
    void filesOfAnEarlierAttemptLieThereAndAreProducedAgain() throws Exception {
        SandboxResult result =
                run(Requests.command("echo").file("own.txt", "own").carried("carried.txt", "from before"));

        assertThat(result.files()).extracting(file -> file.path()).containsExactly("carried.txt");
    }

    @Test
    void aProgramThatFailsIsToldByItsExitCode() throws Exception {
        SandboxResult result = run(Requests.command("x").arguments("fail"));

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.exitCode()).isEqualTo(3);
    }

    @Test
    void aProgramThatTakesTooLongIsStopped() throws Exception {
        SandboxResult result = run(Requests.command("x").arguments("sleep").timeout(Duration.ofMillis(200)));

        assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(Objects.requireNonNull(result.problem()).detail()).contains("0.2 s");
        assertThat(provider.running).isEmpty();
    }

    @Test
    void aStopEndsTheProgramAndItsSandbox() throws Exception {
        Thread.ofVirtual().start(() -> {
            while (provider.running.isEmpty()) {
                Thread.onSpinWait();
            }
            stop.fire(StopSignal.Cause.REQUESTED, "enough");
        });

        SandboxResult result = run(Requests.command("x").arguments("sleep"));

        assertThat(result.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(provider.running).isEmpty();
    }

    @Test
    void aRefusalOfTheProviderIsNotRetriedAndItsReasonIsTold() throws Exception {
        provider.failures.add(new SandboxException(SandboxException.Kind.REFUSED, "The key is not valid."));

        SandboxResult result = run(Requests.command("echo"));

        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(result.retryable()).isFalse();
        assertThat(Objects.requireNonNull(result.problem()).detail()).isEqualTo("The key is not valid.");
    }

    @Test
    void anAgentThatOnlyTalksPaysForNoSandbox() throws Exception {
        Requests request = Requests.prompt("Say hello");
        SandboxResult result = run(request);

        assertThat(provider.requests).isEmpty();
        assertThat(result.charged()).isNull();
        assertThat(result.usage().inputTokens()).isEqualTo(100);
        assertThat(result.usage().cacheWriteTokens()).isEqualTo(5);
        assertThat(cost(request, result).total()).isEqualTo(Money.of("0.01"));
    }

    @Test
    void anAgentThatUsesToolsPaysForOneSandboxWithTheTasksFilesAndVariables() throws Exception {
        work = sandbox -> {
            sandbox.start(
                    new Command(java.util.List.of("env"), Map.of("B", "2"), "", null),
                    (stream, bytes, offset, length) -> output.append(stream, bytes, offset, length));
            sandbox.start(Command.bash("true"), OutputListener.NONE);
            sandbox.write(Map.of("made.txt", new byte[] {1}));
        };

        SandboxResult result =
                run(Requests.prompt("Do it").environment("A", "1").file("given.txt", "given"));

        assertThat(provider.requests).hasSize(1);
        assertThat(output.text(Stream.STDOUT).text())
                .startsWith("env ")
                .contains("A=1")
                .contains("B=2");
        assertThat(result.files()).extracting(file -> file.path()).containsExactly("made.txt");
        assertThat(result.charged()).isNotNull();
        assertThat(provider.running).isEmpty();
    }

    @Test
    void whatModelsCostIsChargedEvenWhenTheAttemptFailed() throws Exception {
        outcome = Outcome.BACKEND_FAILED;
        Requests request = Requests.prompt("Say hello");
        SandboxResult result = run(request);

        assertThat(cost(request, result).parts()).extracting(Cost.Part::kind).containsExactly("model");
    }
}
