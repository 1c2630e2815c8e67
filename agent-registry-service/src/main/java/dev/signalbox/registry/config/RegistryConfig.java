package dev.signalbox.registry.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.math.BigDecimal;
import java.time.Duration;

/** Settings of the registry. */
@ConfigMapping(prefix = "registry")
public interface RegistryConfig {

    /** The outbox on its way to Kafka. */
    OutboxSettings outbox();

    /** What the product ships. */
    CatalogueSettings catalogue();

    /** How versions go from draft to deployed. */
    WorkbenchSettings workbench();

    /** What the log does not know although it is on duty. */
    AnnounceMissingSettings announceMissing();

    /** What the log does not know. */
    interface AnnounceMissingSettings {

        /** How soon it is looked at again where Kafka was away at the start; {@code off} for never. */
        @WithDefault("5s")
        String every();
    }

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

    /** The workbench. */
    interface WorkbenchSettings {

        /** How often pipelines that are due are looked at when nothing woke them up. */
        @WithDefault("1s")
        String poll();

        /** How often routers are told of changed evidence, at most. */
        @WithDefault("10s")
        String evidenceEvery();

        /**
         * Ceiling of the cost of one task of the workbench, in dollars. Validation takes at most ten such tasks; with
         * less the router finds no route for the larger models.
         */
        @WithDefault("0.25")
        BigDecimal testCost();

        /** Longest run time of one task of the workbench. */
        @WithDefault("45s")
        Duration testTimeout();

        /** How long the end of a task is waited for before the step fails. */
        @WithDefault("100s")
        Duration patience();

        /** After the start, how long backends may take to announce themselves before it counts that there are none. */
        @WithDefault("10s")
        Duration settle();

        /** A backend that was silent for longer is not counted on. */
        @WithDefault("60s")
        Duration backendSilence();
    }
}
