package dev.signalbox.executor.config;

import dev.signalbox.contracts.Money;
import dev.signalbox.executor.app.sandboxes.SandboxSettings;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How sandboxes are treated that can outlive their executor: all but the local ones. */
@ConfigMapping(prefix = "signalbox.sandboxes")
public interface SandboxConfig {

    /**
     * Which Signalbox this is. Several that share an account with a provider need different names: each removes what
     * carries its own name and has no owner.
     */
    @WithDefault("default")
    String installation();

    /** A sandbox whose executor is gone ends by itself after this, where the provider keeps time. */
    @WithDefault("PT2M")
    Duration lifetime();

    /** How long the creation of a sandbox is tried again when the provider is busy, full or does not answer. */
    @WithDefault("PT1M")
    Duration createWithin();

    /** How often an executor shows that it lives. */
    @WithDefault("PT10S")
    Duration heartbeat();

    /** An executor that has not shown for so long is dead, and its sandboxes are removed. */
    @WithDefault("PT45S")
    Duration silence();

    /** How often the provider is asked what it has. */
    @WithDefault("PT30S")
    Duration reconcile();

    /** How many sandboxes wait for tasks, by tier: {@code quick=1,medium=1}; none when absent. */
    Optional<String> warm();

    /** For how long after the last task of a tier its sandboxes wait. */
    @WithDefault("PT10M")
    Duration warmFor();

    /** Most that all waiting sandboxes of an executor may cost in an hour, in dollars. */
    @WithDefault("0.10")
    String warmPerHour();

    /** As the executor takes them. */
    default SandboxSettings settings() {
        return new SandboxSettings(
                installation(),
                lifetime(),
                createWithin(),
                heartbeat(),
                silence(),
                reconcile(),
                warm().map(text -> Tables.of("signalbox.sandboxes.warm", text).entrySet().stream()
                                .collect(Collectors.toMap(Map.Entry::getKey, tier -> count(tier.getValue()))))
                        .orElse(Map.of()),
                warmFor(),
                Money.of(warmPerHour()));
    }

    private static int count(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "signalbox.sandboxes.warm (SIGNALBOX_SANDBOXES_WARM) is to be like quick=1,medium=1", e);
        }
    }
}
