package dev.signalbox.gateway.adapter.kafka;

import dev.signalbox.gateway.app.TaskSignals;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Knows whether the consumer of {@code task-events} has its partitions: without them nobody is woken. */
@ApplicationScoped
@Identifier(TaskEventsConsumer.CHANNEL)
@Readiness
public class EventsAssignment implements KafkaConsumerRebalanceListener, HealthCheck {

    private final TaskSignals signals;
    private volatile int partitions;

    EventsAssignment(TaskSignals signals) {
        this.signals = signals;
    }

    /**
     * Fixes the position now, not at the next poll: an event published from here on is heard. What came while there
     * was no assignment is not, so everybody looks for himself.
     */
    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> assigned) {
        assigned.forEach(consumer::position);
        partitions = assigned.size();
        signals.missed();
    }

    @Override
    public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> revoked) {
        partitions = 0;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("consumer of task-events")
                .status(partitions > 0)
                .withData("partitions", partitions)
                .build();
    }
}
