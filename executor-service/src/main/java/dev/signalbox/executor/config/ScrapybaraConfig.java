package dev.signalbox.executor.config;

import dev.signalbox.executor.adapter.scrapybara.ScrapybaraSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Settings of the Scrapybara backend, which is legacy; {@link ScrapybaraSettings} says what they mean. */
@ConfigMapping(prefix = "signalbox.scrapybara")
public interface ScrapybaraConfig {

    /** The key. Never logged and never in a record. */
    Optional<String> apiKey();

    /** A file that holds the key; instead of the key. */
    Optional<String> apiKeyFile();

    @WithDefault(ScrapybaraSettings.URL)
    String url();

    /** How often output is asked for. */
    @WithDefault("PT0.3S")
    Duration pollEvery();

    /** What an instance typically takes. */
    @WithDefault("PT8S")
    Duration startUp();

    /** As the backend takes them; without a key it is announced as unavailable. */
    default ScrapybaraSettings settings(String installation, Duration longestDuration) {
        return new ScrapybaraSettings(
                installation,
                url(),
                Secrets.key(apiKey(), apiKeyFile()).orElse(""),
                pollEvery(),
                longestDuration,
                startUp());
    }
}
