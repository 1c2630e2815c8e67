package dev.signalbox.executor.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Settings of agents and of the providers of their models. Several providers may be there at once; a model is asked for at
 * the first one that serves it.
 */
@ConfigMapping(prefix = "signalbox.agents")
public interface AgentConfig {

    /** Anthropic: used when there is a key or an address. Default address {@code https://api.anthropic.com}. */
    Provider anthropic();

    /**
     * OpenAI, or whatever else speaks its chat completions: used when there is a key or an address, which ends with {@code
     * /v1}. Default address {@code https://api.openai.com/v1}.
     */
    Provider openai();

    /** Ollama: used when there is an address, such as {@code http://localhost:11434}, and models are named. */
    Provider ollama();

    /** How long an agent waits for the answer of a person; at most half of the time that is left to it. */
    @WithDefault("PT10M")
    Duration longestQuestion();

    /** Until the connection to a provider is there. */
    @WithDefault("PT10S")
    Duration connectTimeout();

    /** Until a provider begins to answer; long prompts and large models take their time. */
    @WithDefault("PT2M")
    Duration firstByteTimeout();

    /** One provider. */
    interface Provider {

        /** Where it is. Empty for its own address, or, where it has no key either, for none. */
        Optional<String> url();

        /** The key. Never logged and never in a record. */
        Optional<String> apiKey();

        /** A file that holds the key, such as a mounted secret; instead of the key. */
        Optional<String> apiKeyFile();

        /**
         * Full ids of the models that it serves, and patterns such as {@code claude-*}. Ids are announced to the router;
         * what only a pattern covers can be asked for by its full id.
         */
        Optional<List<String>> models();
    }
}
