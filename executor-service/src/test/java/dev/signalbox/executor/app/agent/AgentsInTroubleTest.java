package dev.signalbox.executor.app.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.execution.Answer.Ending;
import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.execution.ToolCalled;
import dev.signalbox.executor.app.StopSignal;
import dev.signalbox.executor.domain.Attempt;
import dev.signalbox.simulators.Faults.Fault;
import dev.signalbox.simulators.Faults.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What agents do when something fails, is over or is stopped. */
class AgentsInTroubleTest extends WithSimulatedModels {

    @Test
    void triesAgainWhenTheProviderIsBusy() throws Exception {
        SIMULATOR.faults().arm(Fault.status("claude-haiku", 529, null, 1));
        SIMULATOR.faults().arm(Fault.status("claude-haiku", 429, 0, 1));

        AgentResult result = work(Asking.prompt("Hello?"));

        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(answer(result).model()).isEqualTo(Asking.HAIKU);
        assertThat(progress.notes).isEmpty();
    }

    @Test
    void fallsBackToAnotherProviderAndGoesOnWithTheConversation() throws Exception {
        AgentResult result = work(Asking.prompt("Write a program and run it [simulate: status=529 model=claude-haiku]")
                .models(Asking.HAIKU, Asking.LUNA));

        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(answer(result).model()).isEqualTo(Asking.LUNA);
        assertThat(result.cost().parts()).hasSize(1);
        assertThat(result.cost().parts().getFirst().because()).contains(Asking.LUNA);
        assertThat(progress.notes).singleElement().asString().contains("falls back to gpt-6-luna", "OVERLOADED");
    }

    @Test
    void doesNotTryAWrongKeyAgain() throws Exception {
        SIMULATOR.faults().arm(Fault.status("claude-haiku", 401, null, 1));

        AgentResult result = work(Asking.prompt("Hello?").models(Asking.HAIKU, Asking.LUNA));

        assertThat(answer(result).model()).isEqualTo(Asking.LUNA);
        assertThat(SIMULATOR.faults().left()).isEmpty();
    }

    @Test
    void saysWhatWasTriedWhenNoModelAnswers() throws Exception {
        AgentResult result =
                work(Asking.prompt("Hello? [simulate: status=500]").models(Asking.HAIKU, Asking.LUNA, "unknown-model"));

        assertThat(result.outcome()).isEqualTo(Outcome.BACKEND_FAILED);
        assertThat(result.retryable()).isTrue();
        assertThat(result.answer()).isNull();
        assertThat(problem(result).type()).hasToString("urn:signalbox:problem:model-failed");
        assertThat(problem(result).detail())
                .contains("unknown-model (no provider", "claude-haiku-5-5 (unavailable", "gpt-6-luna (unavailable")
                .doesNotContain("sk-test");
    }

    @Test
    void beginsAgainWhenTheAnswerBreaksOffAndCountsBoth() throws Exception {
        AgentResult whole = work(Asking.prompt("Tell me of the sea, please, at length."));
        SIMULATOR.faults().arm(new Fault(Kind.DROP, "claude-haiku", 0, null, 0, 1400, 1));

        AgentResult result = work(Asking.prompt("Tell me of the sea, please, at length."));

        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(answer(result).text()).isEqualTo(answer(whole).text());
        assertThat(progress.text).contains("broke off");
        assertThat(result.tokens().prompt()).isEqualTo(2 * whole.tokens().prompt());
    }

    @Test
    void asksNoModelWhereTheSchemaIsNone() throws Exception {
        AgentResult result = work(Asking.prompt("Who is the oldest?").schema("{\"type\": \"objekt\"}"));

        // Refused, so that no further and dearer model is tried either.
        assertThat(result.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(problem(result).type()).hasToString("urn:signalbox:problem:invalid-task");
        assertThat(problem(result).detail()).startsWith("/answerSchema: ").contains("$.type");
        assertThat(result.tokens().total()).isZero();
    }

    @Test
    void maySayThatNoProviderIsConfigured() throws Exception {
        AgentResult result = work(Asking.prompt("Hello?").models("nobody-serves-this"));

        assertThat(result.outcome()).isEqualTo(Outcome.BACKEND_FAILED);
        assertThat(result.retryable()).isFalse();
        assertThat(problem(result).type()).hasToString("urn:signalbox:problem:no-model-provider");
    }

    @Test
    void stopsAtItsLimitOfTurnsWithWhatItHas() throws Exception {
        AgentResult result = work(Asking.prompt("Go on [simulate: loop]").turns(5));

        assertThat(result.outcome()).isEqualTo(Outcome.LIMIT_EXCEEDED);
        assertThat(problem(result).extensions()).containsEntry("resource", "turns");
        assertThat(answer(result).turns()).isEqualTo(5);
        assertThat(answer(result).ending()).isEqualTo(Ending.LIMIT);
        assertThat(answer(result).text()).isNotBlank();
        assertThat(result.conversation().toString()).doesNotContain("loop");
        assertThat(texts(result.conversation())).anyMatch(text -> text.contains("This is your last call"));
    }

    @Test
    void stopsAtItsLimitOfTokens() throws Exception {
        AgentResult result =
                work(Asking.prompt("Go on [simulate: loop]").turns(200).tokens(200_000));

        assertThat(result.outcome()).isEqualTo(Outcome.LIMIT_EXCEEDED);
        assertThat(problem(result).extensions()).containsEntry("resource", "tokens");
        assertThat(result.tokens().total()).isBetween(170_000L, 200_000L);
        assertThat(texts(result.conversation())).anyMatch(text -> text.contains("tokens. Finish soon."));
    }

    @Test
    void stopsAtItsLimitOfCost() throws Exception {
        AgentResult result =
                work(Asking.prompt("Go on [simulate: loop]").turns(200).cost("0.002"));

        assertThat(result.outcome()).isEqualTo(Outcome.LIMIT_EXCEEDED);
        assertThat(problem(result).extensions()).containsEntry("resource", "cost");
        assertThat(result.cost().total()).isLessThanOrEqualTo(Money.of("0.002"));
    }

    @Test
    void stopsWhenItsTimeIsOver() throws Exception {
        SIMULATOR.faults().arm(new Fault(Kind.SLOW, "claude-haiku", 0, null, 5000, 0, 1));
        long began = System.nanoTime();

        AgentResult result = work(Asking.prompt("Hello?"), Duration.ofMillis(600), new StopSignal());

        assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
    }

    @Test
    void isStoppedWithinASecondAndKeepsItsMemory() throws Exception {
        StopSignal stop = new StopSignal();
        CompletableFuture.delayedExecutor(700, TimeUnit.MILLISECONDS)
                .execute(() -> stop.fire(StopSignal.Cause.REQUESTED, "by the test"));
        long began = System.nanoTime();

        AgentResult result = work(Asking.prompt("Please run `sleep 20`"), Duration.ofSeconds(30), stop);

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(1700));
        assertThat(result.outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(problem(result).detail()).contains("by the test");
        assertThat(texts(result.conversation())).anyMatch(text -> text.contains("Not run: the attempt ended"));
        assertThat(progress.calls)
                .singleElement()
                .extracting(TestingProgress.Call::outcome)
                .isEqualTo(ToolCalled.Outcome.FAILED);
    }

    @Test
    void endsWhenItsSandboxIsGone() throws Exception {
        Attempt attempt = Asking.prompt("Please run `true`").build();

        AgentResult result = agents().work(
                        attempt,
                        new FolderSandbox(folder, Map.of()).gone(),
                        progress,
                        Duration.ofSeconds(20),
                        new StopSignal());

        assertThat(result.outcome()).isEqualTo(Outcome.BACKEND_FAILED);
        assertThat(result.retryable()).isTrue();
        assertThat(answer(result).turns()).isEqualTo(1);
        assertThat(problem(result).extensions()).containsEntry("kind", "gone");
        assertThat(progress.calls).hasSize(1);
    }
}
