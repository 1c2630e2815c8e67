package dev.signalbox.gateway.adapter.kafka;

import dev.signalbox.contracts.kafka.KafkaConnection;
import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.gateway.config.GatewayConfig;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The producer, set up so that sending never blocks the event loop and always ends within the bound. */
final class Publishing {

    /** Metadata of a topic that was not used for long would otherwise be dropped and fetched again. */
    private static final String A_DAY = "86400000";

    @Produces
    @Singleton
    RecordPublisher publisher(KafkaConnection kafka, GatewayConfig config) {
        long bound = config.publishTimeout().toMillis();
        return RecordPublisher.connect(
                kafka,
                "signalbox-gateway",
                Map.of(
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        "0",
                        ProducerConfig.METADATA_MAX_IDLE_CONFIG,
                        A_DAY,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        Long.toString(bound),
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        Long.toString(Math.max(1, bound / 2)),
                        ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        "500"));
    }

    void close(@Disposes RecordPublisher publisher) {
        publisher.close();
    }
}
