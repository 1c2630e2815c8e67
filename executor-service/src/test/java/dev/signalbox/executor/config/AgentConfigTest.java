package dev.signalbox.executor.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.executor.app.agent.ModelProvider;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The variables of docs/agents.md, through the shipped application.properties. */
class AgentConfigTest {

    private static AgentConfig config(Map<String, String> variables) throws IOException {
        Properties shipped = new Properties();
        // As Quarkus would find it: the main resources, not those of a test.
        try (InputStream file =
                Objects.requireNonNull(AgentConfigTest.class.getResourceAsStream("/application.properties"))) {
            shipped.load(file);
        }
        Map<String, String> own = new HashMap<>();
        shipped.forEach((name, value) -> {
            if (name.toString().startsWith("signalbox.agents.")) {
                own.put(name.toString(), value.toString());
            }
        });
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(own, "shipped", 100))
                .withSources(new PropertiesConfigSource(variables, "variables", 300))
                .withConverter(Duration.class, 100, Duration::parse)
                .withMapping(AgentConfig.class)
                .build()
                .getConfigMapping(AgentConfig.class);
    }

    private static List<String> providers(Map<String, String> variables) throws IOException {
        return AgentBeans.providers(config(variables)).stream()
                .map(ModelProvider::name)
                .toList();
    }

    @Test
    void withoutKeysAndAddressesThereIsNoProvider() throws Exception {
        assertThat(providers(Map.of())).isEmpty();
        assertThat(config(Map.of()).longestQuestion()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void aKeyOrAnAddressMakesAProvider() throws Exception {
        assertThat(providers(Map.of("SIGNALBOX_ANTHROPIC_API_KEY", "k"))).containsExactly("anthropic");
        assertThat(providers(Map.of("ANTHROPIC_API_KEY", "k", "OPENAI_API_KEY", "k")))
                .containsExactly("anthropic", "openai");
        assertThat(providers(Map.of("SIGNALBOX_OPENAI_URL", "http://localhost:9/v1")))
                .containsExactly("openai");
        assertThat(providers(Map.of("SIGNALBOX_OLLAMA_URL", "http://localhost:9")))
                .isEmpty();
        assertThat(providers(
                        Map.of("SIGNALBOX_OLLAMA_URL", "http://localhost:9", "SIGNALBOX_OLLAMA_MODELS", "llama3.3")))
                .containsExactly("ollama");
    }

    @Test
    void aKeyMayLieInAFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("key"), "k\n");
        assertThat(providers(Map.of("SIGNALBOX_ANTHROPIC_API_KEY_FILE", file.toString())))
                .containsExactly("anthropic");
    }

    @Test
    void patternsAreServedButNotAnnounced() throws Exception {
        ModelProvider anthropic =
                AgentBeans.providers(config(Map.of("ANTHROPIC_API_KEY", "k"))).getFirst();

        assertThat(anthropic.models()).contains("claude-haiku-5-5").noneMatch(model -> model.contains("*"));
        assertThat(anthropic.serves("claude-some-day")).isTrue();
        assertThat(anthropic.serves("gpt-6-luna")).isFalse();
    }

    @Test
    void keysAreNotTold() throws Exception {
        assertThat(AgentBeans.providers(config(Map.of("ANTHROPIC_API_KEY", "very-secret")))
                        .toString())
                .doesNotContain("very-secret");
    }
}
