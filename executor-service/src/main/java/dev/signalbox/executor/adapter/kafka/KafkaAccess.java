package dev.signalbox.executor.adapter.kafka;

import dev.signalbox.contracts.kafka.KafkaConnection;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How this service reaches Kafka. */
final class KafkaAccess {

    /** The variables are read raw, because a password may look like an expression. */
    @Produces
    @Singleton
    KafkaConnection connection(
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers, Config config) {
        return KafkaConnection.of(
                bootstrapServers, name -> config.getConfigValue(name).getRawValue());
    }
}
