package dev.signalbox.evaluation;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.router.domain.Pricing;
import dev.signalbox.router.domain.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is announced while a file is scored: one quick sandbox and one full environment, both with three tiers and
 * language models, and one agent for everything. Names come from the price list.
 *
 * @param quick name of the quick sandbox
 * @param full name of the full environment
 * @param snapshot what the router sees
 */
public record ReferenceWorld(String quick, String full, Snapshot snapshot) {

    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private static final String PREFERRED_QUICK = "e2b";
    private static final Duration QUICK_START = Duration.ofMillis(200);
    private static final Duration FULL_START = Duration.ofSeconds(10);

    /**
     * The world for a price list.
     *
     * @throws IllegalArgumentException when it has no quick sandbox or no full environment
     */
    static ReferenceWorld of(Pricing pricing) {
        String quick = name(pricing, "quick", PREFERRED_QUICK);
        String full = name(pricing, "full", pricing.fullEnvironment() == null ? "" : pricing.fullEnvironment());
        AgentDeployed agent = new AgentDeployed(
                new AgentId("general"),
                1,
                "general",
                "generalist",
                "Does tasks of every kind.",
                List.of(),
                List.of(),
                "",
                null,
                Map.of(),
                NOW);
        return new ReferenceWorld(
                quick,
                full,
                new Snapshot(
                        Map.of(quick, backend(quick, "quick", QUICK_START), full, backend(full, "full", FULL_START)),
                        Map.of("general", agent),
                        new TreeMap<>()));
    }

    private static String name(Pricing pricing, String environment, String preferred) {
        return pricing.sandboxes().stream()
                .filter(sandbox -> sandbox.environment().equals(environment))
                .map(Pricing.Sandbox::backend)
                .min((a, b) -> Boolean.compare(b.equals(preferred), a.equals(preferred)))
                .orElseThrow(() -> new IllegalArgumentException("The price list " + pricing.version()
                        + " has no sandbox with environment " + environment + "; the evaluation needs one of each."));
    }

    private static BackendAnnounced backend(String name, String environment, Duration startUp) {
        return new BackendAnnounced(
                name,
                environment,
                true,
                null,
                Isolation.MICROVM,
                BackendAnnounced.standardTiers(),
                Set.of("bash", "python", "javascript", "java"),
                Set.of("models", "network", "packages"),
                Duration.ofHours(24),
                startUp,
                100,
                "reference",
                NOW);
    }
}
