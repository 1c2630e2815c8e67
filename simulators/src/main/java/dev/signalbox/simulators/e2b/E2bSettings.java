package dev.signalbox.simulators.e2b;

import dev.signalbox.contracts.route.Resources;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How the simulated service behaves. What it does not say is as the E2B documentation of 2026 has it.
 *
 * @param host address to listen on
 * @param port port to listen on; 0 for any free one
 * @param startUp how long a create takes
 * @param apiKeys keys that are accepted; any key that is not empty when the set is empty
 * @param longestSession longest time-out of a sandbox; 1 h is the Hobby plan, 24 h the Pro plan
 * @param concurrent most sandboxes that run at once; 20 Hobby, 100 Pro
 * @param createsPerSecond creates in a second, with a burst of the same size, at least 5; 0 for no limit
 * @param envdVersion what sandboxes say about their daemon; clients choose their upload and stdin by it
 * @param templates sizes by name
 * @param page most sandboxes in one answer of a list
 * @param secondCreate whether {@code POST /v2/sandboxes} and its relatives exist, or only version 1
 */
public record E2bSettings(
        String host,
        int port,
        Duration startUp,
        Set<String> apiKeys,
        Duration longestSession,
        int concurrent,
        int createsPerSecond,
        String envdVersion,
        Map<String, Resources> templates,
        int page,
        boolean secondCreate) {

    /** What a typical microVM of that service takes until processes can be started in it. */
    public static final Duration TYPICAL_START_UP = Duration.ofMillis(150);

    private static final int LARGEST_PAGE = 100;
    private static final int DISK_MIB = 10 * 1024;

    public E2bSettings {
        apiKeys = Set.copyOf(apiKeys);
        templates = Collections.unmodifiableMap(new LinkedHashMap<>(templates));
    }

    /** With pages of the usual size. */
    public E2bSettings(
            String host,
            int port,
            Duration startUp,
            Set<String> apiKeys,
            Duration longestSession,
            int concurrent,
            int createsPerSecond,
            String envdVersion,
            Map<String, Resources> templates,
            boolean secondCreate) {
        this(
                host,
                port,
                startUp,
                apiKeys,
                longestSession,
                concurrent,
                createsPerSecond,
                envdVersion,
                templates,
                LARGEST_PAGE,
                secondCreate);
    }

    /** A Pro account with the templates {@code base}, {@code code-interpreter-v1}, and one per tier. */
    public static E2bSettings of(String host, int port) {
        Map<String, Resources> templates = new LinkedHashMap<>();
        templates.put("base", size(2, 1024));
        templates.put("code-interpreter-v1", size(2, 1024));
        templates.put("quick", size(1, 512));
        templates.put("medium", size(2, 4096));
        templates.put("heavy", size(4, 8192));
        return new E2bSettings(
                host,
                port,
                TYPICAL_START_UP,
                Set.of(),
                Duration.ofHours(24),
                100,
                5,
                "0.6.4",
                templates,
                LARGEST_PAGE,
                true);
    }

    /** The same without delays and rate limit, for tests. */
    public static E2bSettings forTests() {
        E2bSettings typical = of("127.0.0.1", 0);
        return new E2bSettings(
                typical.host,
                0,
                Duration.ZERO,
                Set.of(),
                typical.longestSession,
                typical.concurrent,
                0,
                typical.envdVersion,
                typical.templates,
                typical.page,
                true);
    }

    public E2bSettings withLimits(int mostConcurrent, int mostCreatesPerSecond) {
        return new E2bSettings(
                host,
                port,
                startUp,
                apiKeys,
                longestSession,
                mostConcurrent,
                mostCreatesPerSecond,
                envdVersion,
                templates,
                page,
                secondCreate);
    }

    public E2bSettings withPages(int size) {
        return new E2bSettings(
                host,
                port,
                startUp,
                apiKeys,
                longestSession,
                concurrent,
                createsPerSecond,
                envdVersion,
                templates,
                size,
                secondCreate);
    }

    public E2bSettings withKeys(Set<String> accepted) {
        return new E2bSettings(
                host,
                port,
                startUp,
                accepted,
                longestSession,
                concurrent,
                createsPerSecond,
                envdVersion,
                templates,
                page,
                secondCreate);
    }

    public E2bSettings withVersions(String envd, boolean second) {
        return new E2bSettings(
                host,
                port,
                startUp,
                apiKeys,
                longestSession,
                concurrent,
                createsPerSecond,
                envd,
                templates,
                page,
                second);
    }

    private static Resources size(int vcpus, int memoryMib) {
        return new Resources(vcpus, memoryMib, DISK_MIB, 0);
    }

    /** Keys stay out of logs. */
    @Override
    public String toString() {
        return "E2bSettings[" + host + ":" + port + "]";
    }
}
