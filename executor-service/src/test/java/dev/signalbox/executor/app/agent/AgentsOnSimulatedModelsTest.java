package dev.signalbox.executor.app.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.execution.Answer.Ending;
import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.execution.Conversation;
import dev.signalbox.contracts.execution.Cost;
import dev.signalbox.contracts.execution.ToolCalled;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.executor.adapter.models.AnthropicProvider;
import dev.signalbox.executor.adapter.models.OpenAiProvider;
import dev.signalbox.executor.adapter.models.ProviderSettings;
import dev.signalbox.executor.app.StopSignal;
import dev.signalbox.executor.domain.Attempt;
import dev.signalbox.executor.domain.agent.Backoff;
import dev.signalbox.simulators.Faults.Fault;
import dev.signalbox.simulators.Faults.Kind;
import dev.signalbox.simulators.models.ModelsSettings;
import dev.signalbox.simulators.models.ModelsSimulator;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole of an agent: its loop, its tools in a folder, the wire to a simulated provider. */
class AgentsOnSimulatedModelsTest {

    private static final ModelsSimulator SIMULATOR = ModelsSimulator.start(ModelsSettings.instant());

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final TestingProgress progress = new TestingProgress();
    private final DeployedAgents deployed = new DeployedAgents();

    @AfterAll
    static void stop() {
        SIMULATOR.close();
    }

    @AfterEach
    void forgetFaults() {
        SIMULATOR.faults().clear();
    }

    private static ProviderSettings settings(String path, String... models) {
        return new ProviderSettings(
                URI.create(SIMULATOR.url() + path),
                "sk-test-0123456789abcdef",
                List.of(models),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10));
    }

    private PromptAgents agents() {
        AgentSettings quick = new AgentSettings(
                AgentSettings.USUAL.limits(),
                Duration.ofSeconds(5),
                new ModelCaller.Settings(
                        new Backoff(Duration.ofMillis(2), Duration.ofMillis(10)),
                        Duration.ofSeconds(5),
                        Duration.ofMillis(500)));
        return new PromptAgents(
                List.of(
                        AnthropicProvider.open(settings("", "claude-haiku-5-5", "claude-*")),
                        OpenAiProvider.open(OpenAiProvider.Flavour.OPENAI, settings("/v1", "gpt-6-luna")),
                        OpenAiProvider.open(OpenAiProvider.Flavour.OLLAMA, settings("/v1", "simulated-llama"))),
                deployed,
                quick,
                new Random(1));
    }

    private AgentResult work(Asking asking) throws InterruptedException {
        return work(asking, Duration.ofSeconds(20), new StopSignal());
    }

    private AgentResult work(Asking asking, Duration timeout, StopSignal stop) throws InterruptedException {
        Attempt attempt = asking.build();
        FolderSandbox sandbox =
                new FolderSandbox(folder, attempt.request().task().environment());
        return agents().work(attempt, sandbox, progress, timeout, stop);
    }

    private static Problem problem(AgentResult result) {
        assertThat(result.problem()).isNotNull();
        return java.util.Objects.requireNonNull(result.problem());
    }

    private static dev.signalbox.contracts.execution.Answer answer(AgentResult result) {
        assertThat(result.answer()).isNotNull();
        return java.util.Objects.requireNonNull(result.answer());
    }

    @Test
    void answersAQuestionWithoutTools() throws Exception {
        AgentResult result = work(Asking.prompt("Why is the sky blue?"));

        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(answer(result).text()).contains("simulated model in place of claude-haiku-5-5");
        assertThat(answer(result).ending()).isEqualTo(Ending.DONE);
        assertThat(progress.text.toString()).isEqualTo(answer(result).text());
        assertThat(progress.pieces).hasSizeGreaterThan(5);
        assertThat(progress.calls).isEmpty();
        assertThat(result.conversation().turnCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude-haiku-5-5", "claude-opus-5-5", "gpt-6-luna", "simulated-llama"})
    void writesAndRunsAProgramWithEveryProvider(String model) throws Exception {
        AgentResult result = work(Asking.prompt("Write a program that prints the first Fibonacci numbers, and run it")
                .models(model));

        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(Files.readString(folder.resolve("main.py"))).contains("numbers.append");
        assertThat(answer(result).text()).contains("[0, 1, 1, 2, 3, 5, 8, 13, 21, 34]");
        assertThat(answer(result).model()).isEqualTo(model);
        assertThat(progress.calls).extracting(TestingProgress.Call::tool).contains("write_file", "run_command");
        assertThat(progress.calls).allMatch(call -> call.outcome() == ToolCalled.Outcome.SUCCEEDED);
        assertThat(progress.begun).hasSameSizeAs(progress.calls);
        assertThat(answer(result).toolCalls()).isEqualTo(progress.calls.size());
        assertThat(result.cost().total()).isEqualTo(progress.lastCost()).isGreaterThan(Money.ZERO);
        assertThat(progress.costs).hasSize(answer(result).turns());
        assertThat(progress.costs).extracting(Cost::total).isSorted();
    }

    @Test
    void usesTheCacheOfAnthropicInTheSecondCall() throws Exception {
        AgentResult result = work(Asking.prompt("Create a script, run it. " + "Mind the details. ".repeat(300))
                .models("claude-opus-5-5"));

        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(result.tokens().cacheWrite()).isGreaterThan(1000);
        assertThat(result.tokens().cacheRead())
                .isGreaterThan(2 * result.tokens().cacheWrite());
        assertThat(result.cost().parts().getFirst().because()).contains("from the cache", "price list test-1");
    }

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
        assertThat(result.tokens().input()).isEqualTo(2 * whole.tokens().input());
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
    void mayNotUseAToolThatItsSpecificationDoesNotName() throws Exception {
        deployed.deployed(Asking.deployed("reader", "read_file", "message_agent"));

        AgentResult result =
                work(Asking.prompt("Look [simulate: tool=run_command]").agent("reader"));

        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(progress.calls).singleElement().satisfies(call -> {
            assertThat(call.outcome()).isEqualTo(ToolCalled.Outcome.DENIED);
            assertThat(call.result()).contains("You have: read_file.");
        });
        assertThat(answer(result).text()).contains("It did not work");
    }

    @Test
    void handsOverToAnotherAgentWhoHasItsOwnTools() throws Exception {
        deployed.deployed(Asking.deployed("lead", "hand_over"));
        deployed.deployed(Asking.deployed("writer", "write_file"));

        AgentResult result = work(Asking.prompt("Please hand over to writer").agent("lead"));

        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(answer(result).agent()).hasToString("writer");
    }

    @Test
    void asksAPersonAndGoesOn() throws Exception {
        progress.answerToQuestions = "Blue, of course.";

        AgentResult result = work(Asking.prompt("Ask me for my favourite colour"));

        assertThat(progress.questions).hasSize(1);
        assertThat(answer(result).text()).contains("Blue, of course.");
    }

    @Test
    void isNotRunWhenTheAgentIsNotThere() throws Exception {
        AgentResult result = work(Asking.prompt("Hello?").agent("nobody"), Duration.ofMillis(8000), new StopSignal());

        assertThat(result.outcome()).isEqualTo(Outcome.BACKEND_FAILED);
        assertThat(problem(result).detail()).contains("nobody is not deployed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude-haiku-5-5", "gpt-6-luna"})
    void answersInTheFormThatWasAskedFor(String model) throws Exception {
        AgentResult result = work(
                Asking.prompt("How many?")
                        .models(model)
                        .schema(
                                "{\"type\":\"object\",\"required\":[\"count\"],\"properties\":{\"count\":{\"type\":\"integer\",\"minimum\":3}},\"additionalProperties\":false}"));

        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(answer(result).structured()).hasToString("{\"count\":3}");
    }

    @Test
    void correctsAnAnswerThatDoesNotFit() throws Exception {
        AgentResult result = work(
                Asking.prompt("How many? [simulate: invalid-json]")
                        .schema(
                                "{\"type\":\"object\",\"required\":[\"count\"],\"properties\":{\"count\":{\"type\":\"integer\"}}}"));

        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(answer(result).turns()).isEqualTo(2);
    }

    @Test
    void failsWhenTheAnswerNeverFits() throws Exception {
        AgentResult result = work(
                Asking.prompt("How many? [simulate: invalid-json=always]")
                        .schema(
                                "{\"type\":\"object\",\"required\":[\"count\"],\"properties\":{\"count\":{\"type\":\"integer\"}}}"));

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(answer(result).turns()).isEqualTo(3);
        assertThat(answer(result).structured()).isNull();
        assertThat(problem(result).type()).hasToString("urn:signalbox:problem:invalid-answer");
    }

    @Test
    void tellsThatTheModelRefused() throws Exception {
        AgentResult result = work(Asking.prompt("Do harm [simulate: refuse]"));

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(problem(result).type()).hasToString("urn:signalbox:problem:model-refused");
        assertThat(answer(result).ending()).isEqualTo(Ending.REFUSED);
    }

    @Test
    void neverTellsSecretsOfTheEnvironment() throws Exception {
        AgentResult result = work(Asking.prompt("Please run `echo $TOKEN; echo sk-ant-abcdefghijklmnop`")
                .environment("TOKEN", "very-secret-value"));

        assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
        assertThat(progress.calls.getFirst().result()).contains("***").doesNotContain("very-secret", "sk-ant");
        assertThat(answer(result).text()).doesNotContain("very-secret", "sk-ant-abc");
        assertThat(texts(result.conversation())).noneMatch(text -> text.contains("very-secret"));
        assertThat(progress.text).doesNotContain("very-secret");
    }

    @Test
    void goesOnWithWhatWasSaidBefore() throws Exception {
        AgentResult first = work(Asking.prompt("Write a file notes.txt that says \"kept\""));
        AgentResult second = work(Asking.prompt("And now read notes.txt").after(first.conversation()));

        assertThat(second.conversation().turnCount()).isEqualTo(2);
        assertThat(second.conversation().messages())
                .hasSizeGreaterThan(first.conversation().messages().size());
        assertThat(answer(second).text()).contains("kept");
    }

    @Test
    void aSecondAttemptGoesOnWhereTheFirstEnded() throws Exception {
        AgentResult first = work(Asking.prompt("Go on [simulate: loop]").turns(3));
        AgentResult second =
                work(Asking.prompt("Go on [simulate: loop]").turns(3).attempt(2).after(first.conversation()));

        assertThat(texts(second.conversation()))
                .filteredOn(text -> text.startsWith("Go on"))
                .hasSize(1);
        assertThat(texts(second.conversation())).anyMatch(text -> text.contains("An earlier attempt"));
    }

    private static List<String> texts(Conversation conversation) {
        return conversation.messages().stream()
                .flatMap(message -> message.parts().stream())
                .map(part -> part.text() == null ? "" : part.text())
                .toList();
    }
}
