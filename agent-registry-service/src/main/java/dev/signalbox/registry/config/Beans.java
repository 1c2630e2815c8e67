package dev.signalbox.registry.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.kafka.DeadLetters;
import dev.signalbox.contracts.kafka.KafkaConnection;
import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.registry.app.Entries;
import dev.signalbox.registry.app.ManageEntries;
import dev.signalbox.registry.domain.AgentSpec;
import dev.signalbox.registry.domain.SkillSpec;
import dev.signalbox.registry.domain.workbench.Facts;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;

/** The plain objects among the beans. */
class Beans {

    /** One JSON form on REST and Kafka. */
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
    ManageEntries<SkillSpec> skills(Entries<SkillSpec> entries, Clock clock) {
        return new ManageEntries<>("skill", entries, clock);
    }

    @Produces
    @Singleton
    ManageEntries<AgentSpec> templates(Entries<AgentSpec> entries, Clock clock) {
        return new ManageEntries<>("template", entries, clock);
    }

    @Produces
    @Singleton
    Facts.Limits workbenchLimits(RegistryConfig config) {
        return new Facts.Limits(
                new Money(config.workbench().testCost()),
                config.workbench().testTimeout(),
                config.workbench().patience());
    }

    /** Gives up earlier than usual: the outbox keeps the records, and its transaction should not wait for minutes. */
    @Produces
    @Singleton
    RecordPublisher publisher(KafkaConnection kafka, MeterRegistry meters) {
        return RecordPublisher.connect(
                kafka,
                "registry",
                Map.of("max.block.ms", "5000", "request.timeout.ms", "5000", "delivery.timeout.ms", "15000"),
                (topic, service) -> meters.counter(DeadLetters.WRITTEN_METRIC, "topic", topic, "service", service)
                        .increment());
    }

    void close(@Disposes RecordPublisher publisher) {
        publisher.close();
    }
}
