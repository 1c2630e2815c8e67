package dev.signalbox.executor.config;

import dev.signalbox.contracts.kafka.KafkaConnection;
import dev.signalbox.executor.adapter.kafka.AgentsConsumer;
import dev.signalbox.executor.adapter.models.AnthropicProvider;
import dev.signalbox.executor.adapter.models.OpenAiProvider;
import dev.signalbox.executor.adapter.models.ProviderSettings;
import dev.signalbox.executor.app.agent.AgentWorker;
import dev.signalbox.executor.app.agent.DeployedAgents;
import dev.signalbox.executor.app.agent.ModelProvider;
import dev.signalbox.executor.app.agent.PromptAgents;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts agents and the providers of their models together. */
@Singleton
public class AgentBeans {

    private static final String ANTHROPIC = "https://api.anthropic.com";
    private static final String OPENAI = "https://api.openai.com/v1";

    @Produces
    @Singleton
    DeployedAgents deployedAgents() {
        return new DeployedAgents();
    }

    @Produces
    @Singleton
    AgentsConsumer agentsConsumer(DeployedAgents agents, KafkaConnection kafka) {
        return new AgentsConsumer(kafka, agents);
    }

    @Produces
    @Singleton
    AgentWorker agents(AgentConfig config, DeployedAgents agents) {
        return new PromptAgents(providers(config), agents, config.longestQuestion(), new SecureRandom());
    }

    /** Agents are only read where somebody can work as one. */
    void start(@Observes StartupEvent event, AgentWorker worker, AgentsConsumer consumer) {
        if (!worker.models().isEmpty()) {
            consumer.begin();
        }
    }

    void stop(@Observes ShutdownEvent event, AgentsConsumer consumer) throws InterruptedException {
        consumer.end();
    }

    static List<ModelProvider> providers(AgentConfig config) {
        List<ModelProvider> providers = new ArrayList<>();
        settings(config, config.anthropic(), ANTHROPIC)
                .ifPresent(settings -> providers.add(AnthropicProvider.open(settings)));
        settings(config, config.openai(), OPENAI)
                .ifPresent(settings -> providers.add(OpenAiProvider.open(OpenAiProvider.Flavour.OPENAI, settings)));
        settings(config, config.ollama(), "")
                .ifPresent(settings -> providers.add(OpenAiProvider.open(OpenAiProvider.Flavour.OLLAMA, settings)));
        return providers;
    }

    private static Optional<ProviderSettings> settings(
            AgentConfig config, AgentConfig.Provider provider, String ownAddress) {
        String url = provider.url().map(String::strip).orElse("");
        String key = Secrets.key(provider.apiKey(), provider.apiKeyFile()).orElse("");
        List<String> models = provider.models().orElse(List.of()).stream()
                .map(String::strip)
                .filter(model -> !model.isEmpty())
                .toList();
        boolean isOllama = ownAddress.isEmpty();
        if (url.isEmpty() && (isOllama || key.isEmpty()) || models.isEmpty()) {
            return Optional.empty();
        }
        if (isOllama) {
            url = (url.endsWith("/") ? url.substring(0, url.length() - 1) : url) + "/v1";
        }
        return Optional.of(new ProviderSettings(
                URI.create(url.isEmpty() ? ownAddress : url),
                key,
                models,
                config.connectTimeout(),
                config.firstByteTimeout()));
    }
}
