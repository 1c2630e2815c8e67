package dev.signalbox.executor.config;

import dev.signalbox.executor.adapter.e2b.E2bSettings;
import dev.signalbox.sandbox.Language;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Settings of the E2B backend; {@link E2bSettings} says what they mean. */
@ConfigMapping(prefix = "signalbox.e2b")
public interface E2bConfig {

    /** Key of the account. Never logged and never in a record. */
    Optional<String> apiKey();

    /** A file that holds the key, such as a mounted secret; instead of the key. */
    Optional<String> apiKeyFile();

    /** Control plane. */
    @WithDefault("https://api.e2b.app")
    String url();

    /** Where all sandboxes are reached, named by headers; the way that the domain has when absent. */
    Optional<String> sandboxUrl();

    @WithDefault(E2bSettings.DOMAIN)
    String domain();

    /** Template by tier: {@code quick=base,medium=...}; a tier without one is not offered. */
    @WithDefault("quick=base")
    String templates();

    /** Whether programs reach the internet. */
    @WithDefault("true")
    boolean internet();

    /** Languages that the templates have. */
    @WithDefault("bash,python,javascript")
    String languages();

    /** The longest that the plan lets a sandbox live: 1 h Hobby, 24 h Pro. */
    @WithDefault("PT1H")
    Duration longestSession();

    /** Typical time until a program runs. */
    @WithDefault("PT0.5S")
    Duration startUp();

    /**
     * As the backend takes them.
     *
     * @throws IllegalArgumentException when there is no key
     */
    default E2bSettings settings(String installation) {
        String key = Secrets.key(apiKey(), apiKeyFile())
                .orElseThrow(() -> new IllegalArgumentException("The backend e2b needs the key of an account:"
                        + " SIGNALBOX_E2B_API_KEY, or SIGNALBOX_E2B_API_KEY_FILE with the path of a file that holds"
                        + " it. To try it without an account: ./signalbox up --simulate"));
        E2bSettings usual = E2bSettings.of(key, installation);
        return new E2bSettings(
                usual.name(),
                key,
                URI.create(url()),
                sandboxUrl().filter(text -> !text.isBlank()).map(URI::create).orElse(null),
                domain(),
                installation,
                E2bSettings.templates(templates()),
                internet(),
                Arrays.stream(languages().split(","))
                        .map(name -> Language.named(name.strip())
                                .orElseThrow(() -> new IllegalArgumentException("SIGNALBOX_E2B_LANGUAGES has \"" + name
                                        + "\"; there are bash, python," + " javascript and java")))
                        .collect(Collectors.toUnmodifiableSet()),
                longestSession(),
                startUp(),
                usual.workFolder(),
                usual.patience());
    }
}
