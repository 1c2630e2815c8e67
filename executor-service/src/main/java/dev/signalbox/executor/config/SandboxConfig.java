package dev.signalbox.executor.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;

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

    /** How many sandboxes wait for tasks, by tier ({@code quick=1,medium=1}); none by default. */
    Map<String, Integer> warm();

    /** For how long after the last task of a tier its sandboxes wait. */
    @WithDefault("PT10M")
    Duration warmFor();

    /** Most that all waiting sandboxes of an executor may cost in an hour, in dollars. */
    @WithDefault("0.10")
    String warmPerHour();
}
