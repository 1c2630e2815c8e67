package dev.signalbox.executor.app.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.execution.Conversation;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.executor.adapter.models.AnthropicProvider;
import dev.signalbox.executor.adapter.models.OpenAiProvider;
import dev.signalbox.executor.adapter.models.ProviderSettings;
import dev.signalbox.executor.app.StopSignal;
import dev.signalbox.executor.domain.Attempt;
import dev.signalbox.executor.domain.agent.Backoff;
import dev.signalbox.simulators.models.ModelsSettings;
import dev.signalbox.simulators.models.ModelsSimulator;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The whole of an agent: its loop, its tools in a folder, the wire to a simulated provider. */
abstract class WithSimulatedModels {

    /** Ends with the process: several classes use it. */
    static final ModelsSimulator SIMULATOR = ModelsSimulator.start(ModelsSettings.instant());

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    final TestingProgress progress = new TestingProgress();
    final DeployedAgents deployed = new DeployedAgents();

    @AfterEach
    void forgetFaults() {
        SIMULATOR.faults().clear();
    }

    static ProviderSettings settings(String path, String... models) {
        return new ProviderSettings(
                URI.create(SIMULATOR.url() + path),
                "sk-test-0123456789abcdef",
                List.of(models),
                Duration.ofSeconds(2),
                Duration.ofSeconds(10));
    }

    PromptAgents agents() {
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

    AgentResult work(Asking asking) throws InterruptedException {
        return work(asking, Duration.ofSeconds(20), new StopSignal());
    }

    AgentResult work(Asking asking, Duration timeout, StopSignal stop) throws InterruptedException {
        Attempt attempt = asking.build();
        FolderSandbox sandbox =
                new FolderSandbox(folder, attempt.request().task().environment());
        return agents().work(attempt, sandbox, progress, timeout, stop);
    }

    static Problem problem(AgentResult result) {
        assertThat(result.problem()).isNotNull();
        return java.util.Objects.requireNonNull(result.problem());
    }

    static dev.signalbox.contracts.execution.Answer answer(AgentResult result) {
        assertThat(result.answer()).isNotNull();
        return java.util.Objects.requireNonNull(result.answer());
    }

    static List<String> texts(Conversation conversation) {
        return conversation.messages().stream()
                .flatMap(message -> message.parts().stream())
                .map(part -> part.text() == null ? "" : part.text())
                .toList();
    }
}
