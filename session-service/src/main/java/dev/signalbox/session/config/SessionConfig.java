package dev.signalbox.session.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of session-service. */
@ConfigMapping(prefix = "signalbox.session")
public interface SessionConfig {

    /** Creates missing topics at start. On one machine the local infrastructure does it; in compose this does. */
    @WithDefault("false")
    boolean createTopics();

    /** Backends whose topics are created, and whose backlog is told as 0 before they had work. */
    @WithDefault("local,noop")
    List<String> backends();

    /** Attempts of a task in all, the first included. More hides faults of a backend longer and costs more. */
    @WithDefault("3")
    int maxAttempts();

    /** Wait before the second attempt; four times as long before each further one. */
    @WithDefault("1s")
    Duration firstBackOff();

    /** Longest wait for a worker of the backend before the attempt counts as failed. */
    @WithDefault("1h")
    Duration queueTimeout();

    /** Time beyond an attempt's time-out after which its worker counts as lost. */
    @WithDefault("2m")
    Duration lostGrace();

    /** Time for a worker to answer a stop, after which the task counts as cancelled without it. */
    @WithDefault("30s")
    Duration stopGrace();

    /** Wait for progress that is behind its result. */
    @WithDefault("5s")
    Duration finishGrace();

    /** How long the stream of an ended task stays in Redis. */
    @WithDefault("24h")
    Duration streamRetention();

    /** Most events kept in the stream of one task. */
    @WithDefault("20000")
    int streamLength();

    /** How often the backlog is read that executors are scaled by. More often makes cold starts shorter by the half. */
    @WithDefault("5s")
    Duration sampleEvery();

    /** What is learnt from outcomes. */
    Statistics statistics();

    /** Where the router is asked who should work on what, and for how much. */
    @WithDefault("http://localhost:8081")
    java.net.URI routerUrl();

    /** Longest wait for an answer of the router. */
    @WithDefault("10s")
    Duration routerTimeout();

    /** How sessions live. */
    Delegator delegator();

    /** Settings of sessions. */
    interface Delegator {

        /** Most active sessions of a tenant. */
        @WithDefault("20")
        int concurrentSessions();

        /** After how long an unused session ends, where the client did not say. */
        @WithDefault("30m")
        Duration timeout();

        /** How long before its end a session warns; never more than half of its time-out. */
        @WithDefault("5m")
        Duration warnBefore();

        /** After how long an unused agent that does not lead is removed. Shorter saves more and waits more often. */
        @WithDefault("10m")
        Duration agentIdle();

        /** After how long a session ends whatever happens. */
        @WithDefault("24h")
        Duration longestLife();

        /** After how long an agent whose sandbox is not there counts as failed; it works all the same. */
        @WithDefault("1m")
        Duration readyWithin();

        /** How often budgets are looked at and what is held is counted. */
        @WithDefault("5s")
        Duration lookEvery();

        /** How often what crashes left behind is looked for. */
        @WithDefault("60s")
        Duration sweepEvery();

        /** How young something may be that looks left behind. */
        @WithDefault("2m")
        Duration sweepGrace();
    }

    /** Settings of the statistics of route classes. */
    interface Statistics {

        /** After how long an outcome weighs half. Longer is steadier, shorter follows change sooner. */
        @WithDefault("7d")
        Duration halfLife();

        /** The same for the recent rate that drift is noticed by. */
        @WithDefault("6h")
        Duration recentHalfLife();

        /** How often a class that changed is published at most. */
        @WithDefault("2s")
        Duration publishEvery();

        /** Standard deviations between the recent and the long success rate that count as drift. */
        @WithDefault("3.0")
        double driftThreshold();

        /** Classes that have a gauge of their own: each is a time series. Further ones are only counted and logged. */
        @WithDefault("200")
        int measuredClasses();
    }

    /** Generated teams. */
    Workflows workflows();

    /** Settings of generated teams. */
    interface Workflows {

        /** Most plans, and most teams, that are made of one goal. More costs more and helps unclear goals. */
        @WithDefault("3")
        int planTries();

        /** Further tries of a step whose check or review did not pass. */
        @WithDefault("2")
        int stepRetries();

        /** Steps of one workflow at once; clients may ask for fewer. */
        @WithDefault("4")
        int parallel();

        /** Workflows of a tenant that have not ended. */
        @WithDefault("20")
        int concurrent();

        /** Budget of a workflow that names none, dollars. */
        @WithDefault("10")
        java.math.BigDecimal budget();

        /** Longest time from the approval to the end of a workflow that names none. */
        @WithDefault("24h")
        Duration timeout();

        /** How long a quote waits for a human. */
        @WithDefault("24h")
        Duration approvalExpiry();

        /** By which share the expected cost may have grown between quote and approval; more is asked again. */
        @WithDefault("0.2")
        double drift();

        /** How likely a review passes: what quotes count further tries by. */
        @WithDefault("0.8")
        double reviewPasses();

        /** Whether a model looks for gaps in plans, beside the check of their form. */
        @WithDefault("true")
        boolean checkPlans();

        /** Most bytes of files (base64) that are kept of a step for those that build on it. */
        @WithDefault("524288")
        int keptStepBytes();

        /** Most bytes of files (base64) that are kept of a workflow. */
        @WithDefault("3145728")
        int keptBytes();
    }

    /** What humans are asked. */
    Approvals approvals();

    /** Settings of approvals. */
    interface Approvals {

        /** How long a task that nobody can do waits for a human to permit an agent. {@code 0s}: it fails at once. */
        @WithDefault("24h")
        Duration expiry();
    }

    /** Records that nobody could handle. */
    DeadLetters deadLetters();

    /** Settings of dead letters. */
    interface DeadLetters {

        /**
         * How long a letter is kept, whatever became of it. Kafka's own copy goes after 7 days: as long as this is no
         * shorter, a letter cannot come back.
         */
        @WithDefault("30d")
        Duration retention();

        /**
         * Largest value, in bytes, that is kept with its letter. A larger one is read from Kafka when somebody looks at it
         * or replays it, and cannot be replayed any more when Kafka has removed it.
         */
        @WithDefault("262144")
        int keptBytes();

        /** How often they are counted for the gauge. */
        @WithDefault("15s")
        Duration countEvery();
    }

    /** Who is told by HTTP. */
    Webhooks webhooks();

    /** Settings of webhooks. */
    interface Webhooks {

        /**
         * Whether deliveries may go to private and loopback addresses; what is behind a firewall can then be reached by
         * whoever may register a webhook. When absent: where this service itself is bound to loopback.
         */
        Optional<Boolean> allowPrivate();

        /** Longest wait for a receiver's answer. */
        @WithDefault("10s")
        Duration timeout();

        /** Wait before the second try; doubled before each further one, up to an hour. */
        @WithDefault("5s")
        Duration firstBackOff();

        /** After how long a delivery is given up. */
        @WithDefault("24h")
        Duration giveUpAfter();

        /** Failed tries in a row after which a webhook is disabled. */
        @WithDefault("100")
        int disableAfter();

        /** How long a delivery that ended is kept to be looked at. */
        @WithDefault("24h")
        Duration retention();
    }

    /** Who did what. */
    Audit audit();

    /** Settings of the audit trail. */
    interface Audit {

        /** How often the heads of chains that grew are published. What is cut off between two of them, nobody can see. */
        @WithDefault("5m")
        Duration checkpointEvery();

        /**
         * How long entries are kept; empty or 0 for ever. At least 31 days. Older ones go from the beginning of their chain, which
         * then says what was pruned; the rest can still be checked.
         */
        Optional<Duration> retention();

        /** How often it is looked for entries that are older. */
        @WithDefault("1h")
        Duration pruneEvery();
    }
}
