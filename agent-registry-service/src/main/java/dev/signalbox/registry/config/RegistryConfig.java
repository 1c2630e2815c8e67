package dev.signalbox.registry.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the registry. */
@ConfigMapping(prefix = "registry")
public interface RegistryConfig {

    /** The outbox on its way to Kafka. */
    OutboxSettings outbox();

    /** What the product ships. */
    CatalogueSettings catalogue();

    /** The outbox. */
    interface OutboxSettings {

        /**
         * How often the outbox is looked at when nothing woke it up: the longest time that an announcement waits
         * after Kafka was away or another instance died.
         */
        @WithDefault("1s")
        String poll();
    }

    /** The shipped data. */
    interface CatalogueSettings {

        /** Whether the shipped skills, agents and templates are brought into the store at start. */
        @WithDefault("true")
        boolean ship();
    }
}
