package dev.signalbox.session.adapter.kafka;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.kafka.DeadLetters;
import dev.signalbox.contracts.kafka.KafkaConnection;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.contracts.kafka.TopicsAdmin;
import dev.signalbox.contracts.telemetry.Tracing;
import dev.signalbox.session.app.ApplyRecords;
import dev.signalbox.session.app.BatchApplier;
import dev.signalbox.session.app.DriftObserver;
import dev.signalbox.session.app.LostLog;
import dev.signalbox.session.app.PublishStatistics;
import dev.signalbox.session.app.ReviewClock;
import dev.signalbox.session.app.SessionMemory;
import dev.signalbox.session.app.StatisticsStore;
import dev.signalbox.session.app.TaskObserver;
import dev.signalbox.session.app.TaskStore;
import dev.signalbox.session.config.SessionConfig;
import dev.signalbox.session.domain.LifecyclePolicy;
import dev.signalbox.session.domain.TaskLifecycle;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Puts the plain objects together. */
@ApplicationScoped
class Wiring {

    private static final Logger LOG = Logger.getLogger(Wiring.class);

    private final SessionConfig config;
    private final KafkaConnection kafka;
    private final String inputGroup;

    Wiring(
            SessionConfig config,
            KafkaConnection kafka,
            @ConfigProperty(name = "mp.messaging.incoming.task-records.group.id") String inputGroup) {
        this.config = config;
        this.kafka = kafka;
        this.inputGroup = inputGroup;
    }

    /** Before the channels start. */
    void createTopics(@Observes @Priority(1) StartupEvent event) {
        if (config.createTopics()) {
            LOG.infof("topics created: %s", TopicsAdmin.ensure(kafka, Topics.all(config.backends())));
        }
    }

    /** Static: Hibernate asks for it before there is a configuration. */
    @Produces
    @Singleton
    static ObjectMapper mapper() {
        return Json.mapper();
    }

    @Produces
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    RecordPublisher publisher(MeterRegistry meters) {
        return RecordPublisher.connect(
                kafka,
                "session-service",
                Map.of(),
                (topic, service) -> meters.counter(DeadLetters.WRITTEN_METRIC, "topic", topic, "service", service)
                        .increment());
    }

    void close(@Disposes RecordPublisher publisher) {
        publisher.close();
    }

    @Produces
    @Singleton
    RecordCodec codec() {
        return new RecordCodec("/signalbox/session");
    }

    @Produces
    @Singleton
    KafkaLog log(RecordPublisher publisher) {
        return new KafkaLog(publisher, kafka);
    }

    @Produces
    @Singleton
    InputReader reader(Clock clock) {
        return new InputReader(clock);
    }

    @Produces
    @Singleton
    LogReader logReader() {
        return new LogReader(kafka);
    }

    @Produces
    @Singleton
    ApplyRecords applyRecords(
            TaskStore store,
            KafkaLog log,
            RecordCodec codec,
            Clock clock,
            SessionMemory memory,
            Tracing tracing,
            InputReader reader,
            LogReader logReader,
            LostLog.Tables tables,
            @All List<TaskObserver> observers) {
        LifecyclePolicy policy = new LifecyclePolicy(
                config.maxAttempts(),
                config.firstBackOff(),
                config.queueTimeout(),
                config.lostGrace(),
                config.stopGrace(),
                config.finishGrace(),
                config.approvals().expiry());
        return new ApplyRecords(
                store,
                log,
                new BatchApplier(new TaskLifecycle(policy), codec, clock, TaskObserver.all(observers), tracing),
                memory,
                new KafkaInputLog(kafka, inputGroup, ApplyRecords.INPUTS, logReader, reader),
                new LostLog(tables, log, codec, clock, ApplyRecords.INPUTS));
    }

    @Produces
    @Singleton
    ReviewClock reviewClock(ReviewClock.DueTasks tasks, KafkaLog log, RecordCodec codec, Clock clock) {
        return new ReviewClock(tasks, log, codec, clock);
    }

    @Produces
    @Singleton
    PublishStatistics publishStatistics(
            StatisticsStore store, KafkaLog log, RecordCodec codec, Clock clock, DriftObserver drift) {
        return new PublishStatistics(store, log, codec, clock, drift::published);
    }

    /** Publishes statistics. */
    @ApplicationScoped
    static class StatisticsTicker {

        private final PublishStatistics statistics;

        StatisticsTicker(PublishStatistics statistics) {
            this.statistics = statistics;
        }

        @Scheduled(
                every = "${signalbox.session.statistics.publish-every:2s}",
                concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
        @RunOnVirtualThread
        void tick() {
            try {
                statistics.sweep();
            } catch (RuntimeException e) {
                LOG.warnf("the statistics are published later: %s", e);
            }
        }
    }

    /** Looks after partitions that nothing comes from: their tables may be older than the log. */
    @ApplicationScoped
    static class PartitionsTicker {

        private final ApplyRecords records;

        PartitionsTicker(ApplyRecords records) {
            this.records = records;
        }

        @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
        @RunOnVirtualThread
        void tick() {
            try {
                records.lookAfter();
            } catch (RuntimeException e) {
                LOG.warnf("partitions are looked after later: %s", e);
            }
        }
    }

    /** Runs the clock. */
    @ApplicationScoped
    static class Ticker {

        private final ReviewClock clock;

        Ticker(ReviewClock clock) {
            this.clock = clock;
        }

        @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
        @RunOnVirtualThread
        void tick() {
            try {
                clock.tick();
            } catch (RuntimeException e) {
                LOG.warnf("the clock is late, it is tried again: %s", e);
            }
        }
    }
}
