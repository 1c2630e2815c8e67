package dev.signalbox.router.testing;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.route.RouteStatistics;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.router.adapter.yaml.PolicyFile;
import dev.signalbox.router.adapter.yaml.PricesFile;
import dev.signalbox.router.app.RouteTask;
import dev.signalbox.router.app.RoutingMetrics;
import dev.signalbox.router.app.RoutingResult;
import dev.signalbox.router.domain.LearnedAnalyser;
import dev.signalbox.router.domain.PolicyParameters;
import dev.signalbox.router.domain.Pricing;
import dev.signalbox.router.domain.Snapshot;
import dev.signalbox.router.domain.text.ModelFile;
import dev.signalbox.router.domain.text.RoutingModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Backends and agents to route among, and a router over them, with the shipped prices and policy. */
public final class TestingWorld {

    public static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    public static final PolicyFile POLICY = PolicyFile.read(Optional.empty());
    public static final Pricing PRICES = PricesFile.read(Optional.empty());
    public static final RoutingModel MODEL = ModelFile.shipped();

    private static final Map<String, Resources> FULL_TIERS = Map.of("medium", new Resources(2, 4096, 20480, 4096));

    private TestingWorld() {}

    /** What the backends of that name announce in a good state. */
    public static BackendAnnounced backend(String name) {
        return switch (name) {
            case "local", "noop" ->
                new BackendAnnounced(
                        name,
                        "quick",
                        true,
                        null,
                        Isolation.NAMESPACES,
                        BackendAnnounced.standardTiers(),
                        Set.of("bash", "python", "javascript", "java"),
                        Set.of(),
                        Duration.ofHours(24),
                        Duration.ofMillis(50),
                        4,
                        "1",
                        NOW.minusSeconds(5));
            case "e2b" ->
                new BackendAnnounced(
                        name,
                        "quick",
                        true,
                        null,
                        Isolation.MICROVM,
                        BackendAnnounced.standardTiers(),
                        Set.of("bash", "python", "javascript", "java"),
                        Set.of("network", "packages"),
                        Duration.ofHours(1),
                        Duration.ofMillis(400),
                        20,
                        "1",
                        NOW.minusSeconds(5));
            case "kubernetes" ->
                new BackendAnnounced(
                        name,
                        "full",
                        true,
                        null,
                        Isolation.MICROVM,
                        BackendAnnounced.standardTiers(),
                        Set.of("bash", "python", "javascript", "java"),
                        Set.of("network", "packages", "services", "models"),
                        Duration.ofHours(24),
                        Duration.ofSeconds(4),
                        20,
                        "1",
                        NOW.minusSeconds(5));
            case "scrapybara" ->
                new BackendAnnounced(
                        name,
                        "full",
                        true,
                        null,
                        Isolation.MICROVM,
                        FULL_TIERS,
                        Set.of("bash", "python", "javascript", "java"),
                        Set.of("network", "packages", "services", "containers", "models"),
                        Duration.ofHours(24),
                        Duration.ofSeconds(20),
                        20,
                        "1",
                        NOW.minusSeconds(5));
            default -> throw new IllegalArgumentException("no backend " + name + " in the tests");
        };
    }

    public static AgentDeployed agent(String id, String model, String... skills) {
        return new AgentDeployed(new AgentId(id), 1, id, id, "", List.of(skills), List.of(), "", model, Map.of(), NOW);
    }

    public static Snapshot snapshot(BackendAnnounced... backends) {
        return snapshot(List.of(backends), List.of(), List.of());
    }

    public static Snapshot snapshot(
            List<BackendAnnounced> backends, List<AgentDeployed> agents, List<RouteStatistics> statistics) {
        Map<String, BackendAnnounced> byName = new HashMap<>();
        backends.forEach(backend -> byName.put(backend.backend(), backend));
        Map<String, AgentDeployed> byId = new HashMap<>();
        agents.forEach(agent -> byId.put(agent.agentId().value(), agent));
        TreeMap<String, RouteStatistics> byClass = new TreeMap<>();
        statistics.forEach(one -> byClass.put(one.routeClass(), one));
        return new Snapshot(byName, byId, byClass);
    }

    public static RouteTask router(Snapshot snapshot) {
        return router(snapshot, PRICES, POLICY.policy().exploring(0));
    }

    public static RouteTask router(Snapshot snapshot, Pricing prices, PolicyParameters policy) {
        return new RouteTask(
                new LearnedAnalyser(POLICY.analyser(), MODEL, null, LearnedAnalyser.Embeddings.OFF),
                prices,
                policy,
                () -> snapshot,
                new TestingMetrics());
    }

    public static TaskRequested request(String id, TaskSpec task) {
        return new TaskRequested(
                new TaskId(id), TaskRequested.DEFAULT_TENANT, null, 1, List.of(), List.of(), task, NOW.minusMillis(3));
    }

    public static RoutingResult route(Snapshot snapshot, TaskSpec task) {
        return router(snapshot).route(request("task-1", task), NOW);
    }

    /** Counts what it is told. */
    public static final class TestingMetrics implements RoutingMetrics {

        public final List<String> seen = new ArrayList<>();

        @Override
        public void routed(Route route, Duration took) {
            seen.add(route.label());
        }

        @Override
        public void rejected(Problem problem, Duration took) {
            seen.add(problem.type().toString());
        }

        @Override
        public void held(int requests) {
            seen.add("held " + requests);
        }
    }
}
