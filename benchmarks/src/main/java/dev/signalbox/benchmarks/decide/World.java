package dev.signalbox.benchmarks.decide;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.route.Rates;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.router.adapter.yaml.PolicyFile;
import dev.signalbox.router.adapter.yaml.PricesFile;
import dev.signalbox.router.app.RouteTask;
import dev.signalbox.router.app.RoutingMetrics;
import dev.signalbox.router.domain.LearnedAnalyser;
import dev.signalbox.router.domain.PolicyParameters;
import dev.signalbox.router.domain.Pricing;
import dev.signalbox.router.domain.Snapshot;
import dev.signalbox.router.domain.TaskAnalyser;
import dev.signalbox.router.domain.text.ModelFile;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What there is to route among: a laptop, or many backends, models and agents. */
final class World {

    static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    static final PolicyFile POLICY = PolicyFile.read(Optional.empty());

    private static final int MANY_BACKENDS = 7; // in three tiers each: 21
    private static final int MANY_MODELS = 6;
    private static final int MANY_AGENTS = 300;

    private static final String[] WORDS =
            ("builds reviews deploys designs tests writes secures measures migrates servers"
                            + " databases interfaces pipelines clusters documents budgets contracts models queries networks java"
                            + " python typescript rust kubernetes postgres react terraform kafka redis users authentication payments"
                            + " orders reports metrics incidents releases plans for with and when the team needs careful expert help"
                            + " on large complex production systems")
                    .split(" ");

    final Snapshot snapshot;
    final Pricing pricing;

    private World(Snapshot snapshot, Pricing pricing) {
        this.snapshot = snapshot;
        this.pricing = pricing;
    }

    /** One backend with three tiers, the nine roles. */
    static World laptop() {
        return new World(snapshot(List.of(backend("local", "quick", Set.of())), 9), PricesFile.read(Optional.empty()));
    }

    /** 21 backends and tiers, 6 models, 300 agents. */
    static World many() {
        Pricing shipped = PricesFile.read(Optional.empty());
        List<Pricing.Sandbox> prices = new ArrayList<>();
        List<BackendAnnounced> backends = new ArrayList<>();
        for (int i = 0; i < MANY_BACKENDS; i++) {
            String name = "backend-" + i;
            String environment = i % 3 == 2 ? "full" : "quick";
            backends.add(backend(name, environment, Set.of("models", "network")));
            prices.add(new Pricing.Sandbox(
                    name,
                    environment,
                    new Rates(Money.of("0.00001" + (i + 1)), Money.of("0.0000045"), shipped.version()),
                    "quick"));
        }
        List<Pricing.Model> models = new ArrayList<>(shipped.models());
        while (models.size() < MANY_MODELS) {
            models.add(new Pricing.Model(
                    "model-" + models.size(), null, "medium", Money.of("2"), Money.of("10"), null, null, null));
        }
        return new World(snapshot(backends, MANY_AGENTS), new Pricing(shipped.version(), null, prices, models));
    }

    /** The shipped policy, which here weighs every model of the price list. */
    PolicyParameters policy() {
        return POLICY.policy()
                .weighing(pricing.models().stream().map(Pricing.Model::id).toList());
    }

    RouteTask router() {
        return new RouteTask(analyser(), pricing, POLICY.policy(), () -> snapshot, new NoMetrics());
    }

    private static Snapshot snapshot(List<BackendAnnounced> backends, int agents) {
        Map<String, BackendAnnounced> byName = new HashMap<>();
        backends.forEach(backend -> byName.put(backend.backend(), backend));
        Map<String, AgentDeployed> byId = new HashMap<>();
        for (int i = 0; i < agents; i++) {
            String id = "agent-" + i;
            byId.put(
                    id,
                    new AgentDeployed(
                            new AgentId(id),
                            1,
                            id,
                            "role",
                            description(i),
                            List.of("java", "skill-" + i % 50, "skill-" + i % 7),
                            List.of(),
                            "",
                            null,
                            Map.of(),
                            NOW));
        }
        return new Snapshot(byName, byId, new TreeMap<>());
    }

    /** Some thirty words, as agents describe themselves; which ones differs from agent to agent. */
    private static String description(int agent) {
        StringBuilder description = new StringBuilder();
        for (int k = 0; k < 30; k++) {
            description
                    .append(WORDS[(agent * 7 + k * k * 13 + k * agent) % WORDS.length])
                    .append(' ');
        }
        return description.toString();
    }

    private static BackendAnnounced backend(String name, String environment, Set<String> capabilities) {
        return new BackendAnnounced(
                name,
                environment,
                true,
                null,
                Isolation.NAMESPACES,
                BackendAnnounced.standardTiers(),
                Set.of("bash", "python", "javascript", "java"),
                capabilities,
                Duration.ofHours(24),
                Duration.ofMillis(50),
                4,
                "1",
                NOW.minusSeconds(5));
    }

    private static final class NoMetrics implements RoutingMetrics {

        @Override
        public void routed(Route route, Duration took) {}

        @Override
        public void rejected(Problem problem, Duration took) {}

        @Override
        public void held(int requests) {}
    }

    /** The analyser as it is shipped, without embeddings. */
    static TaskAnalyser analyser() {
        return new LearnedAnalyser(POLICY.analyser(), ModelFile.shipped(), null, LearnedAnalyser.Embeddings.OFF);
    }
}
