package dev.signalbox.router.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.kafka.DeadLetters;
import dev.signalbox.contracts.kafka.KafkaConnection;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.router.adapter.embedding.RememberingEmbedder;
import dev.signalbox.router.adapter.yaml.PolicyFile;
import dev.signalbox.router.adapter.yaml.PolicyOverlay;
import dev.signalbox.router.adapter.yaml.PricesFile;
import dev.signalbox.router.adapter.yaml.TeamsFile;
import dev.signalbox.router.app.AgentCatalogue;
import dev.signalbox.router.app.FindAgents;
import dev.signalbox.router.app.NamedPolicies;
import dev.signalbox.router.app.PolicyReader;
import dev.signalbox.router.app.RouteTask;
import dev.signalbox.router.app.RoutingGate;
import dev.signalbox.router.app.RoutingMetrics;
import dev.signalbox.router.app.SnapshotProgress;
import dev.signalbox.router.app.Snapshots;
import dev.signalbox.router.app.replay.KnownReplays;
import dev.signalbox.router.app.replay.PeriodLog;
import dev.signalbox.router.app.replay.ReplayBoard;
import dev.signalbox.router.app.replay.ReplayJobs;
import dev.signalbox.router.domain.LearnedAnalyser;
import dev.signalbox.router.domain.PolicyParameters;
import dev.signalbox.router.domain.Pricing;
import dev.signalbox.router.domain.TaskAnalyser;
import dev.signalbox.router.domain.TeamRecommender;
import dev.signalbox.router.domain.TextEmbedder;
import dev.signalbox.router.domain.text.ModelFile;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** Puts the plain objects together. */
public final class RouterBeans {

    /** Some 7 MB. */
    private static final int REMEMBERED_VECTORS = 4096;

    @Produces
    @Singleton
    ObjectMapper objectMapper() {
        return Json.mapper();
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Pricing pricing(RouterConfig config) {
        return PricesFile.read(config.prices());
    }

    @Produces
    @Singleton
    PolicyFile policy(RouterConfig config) {
        return PolicyFile.read(config.policy());
    }

    @Produces
    @Singleton
    PolicyParameters policyParameters(PolicyFile file, RouterConfig config) {
        return config.exploration().map(file.policy()::exploring).orElseGet(file::policy);
    }

    @Produces
    @Singleton
    Embedding embedding(RouterConfig config) {
        return new Embedding(
                config.embeddings() == LearnedAnalyser.Embeddings.OFF
                        ? Optional.empty()
                        : EmbedderLoader.load().map(loaded -> new RememberingEmbedder(loaded, REMEMBERED_VECTORS)));
    }

    /** A bean of a sentence embedder, which there may be none of. */
    public record Embedding(Optional<TextEmbedder> embedder) {}

    @Produces
    @Singleton
    TaskAnalyser analyser(PolicyFile file, RouterConfig config, Embedding embedding) {
        return new LearnedAnalyser(
                file.analyser(), ModelFile.shipped(), embedding.embedder().orElse(null), config.embeddings());
    }

    @Produces
    @Singleton
    RouteTask routeTask(
            TaskAnalyser analyser,
            Pricing pricing,
            NamedPolicies policies,
            Snapshots snapshots,
            RoutingMetrics metrics,
            AgentCatalogue agents,
            TeamRecommender teams) {
        return new RouteTask(analyser, pricing, policies, snapshots, metrics, agents, teams);
    }

    @Produces
    @Singleton
    PolicyReader policyReader(RouterConfig config) {
        return new PolicyOverlay(config.policy(), config.exploration());
    }

    @Produces
    @Singleton
    NamedPolicies namedPolicies(
            PolicyReader reader, Pricing pricing, PolicyParameters own, RouterConfig config, RoutingMetrics metrics) {
        return new NamedPolicies(reader, pricing, own, config.shadowShare(), metrics);
    }

    @Produces
    @Singleton
    ReplayJobs replayJobs(PeriodLog log, KnownReplays known, ReplayBoard board, Clock clock) {
        return new ReplayJobs(
                log, known, board, clock, "router-" + ProcessHandle.current().pid());
    }

    void close(@Disposes ReplayJobs replays) {
        replays.close();
    }

    /** Sentence embeddings where there is a model. */
    @Produces
    @Singleton
    AgentCatalogue agentCatalogue(PolicyFile file, Embedding embedding) {
        return new AgentCatalogue(
                file.agents(),
                embedding.embedder().orElse(null),
                work -> Thread.ofPlatform().daemon().name("agent-vectors").start(work));
    }

    @Produces
    @Singleton
    FindAgents findAgents(TaskAnalyser analyser, AgentCatalogue agents, Snapshots snapshots) {
        return new FindAgents(analyser, agents, snapshots);
    }

    @Produces
    @Singleton
    TeamRecommender teamRecommender(RouterConfig config) {
        return new TeamRecommender(TeamsFile.read(config.teams()));
    }

    @Produces
    @Singleton
    RoutingGate gate(
            Snapshots snapshots, SnapshotProgress progress, RouterConfig config, PolicyParameters policy, Clock clock) {
        return new RoutingGate(snapshots, progress, config.firstAnnouncementWait(), policy.silentAfter(), clock);
    }

    @Produces
    @Singleton
    RecordCodec codec() {
        return new RecordCodec("/signalbox/router");
    }

    @Produces
    @Singleton
    RecordPublisher publisher(KafkaConnection kafka, MeterRegistry meters) {
        return RecordPublisher.connect(
                kafka,
                "signalbox-router",
                Map.of(),
                (topic, service) -> meters.counter(DeadLetters.WRITTEN_METRIC, "topic", topic, "service", service)
                        .increment());
    }

    void close(@Disposes RecordPublisher publisher) {
        publisher.close();
    }
}
