package dev.signalbox.gateway.adapter.kafka;

import dev.signalbox.contracts.kafka.KafkaConnection;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How this service reaches Kafka: its own clients and its channels alike. */
final class KafkaAccess {

    /** The variables are read raw, because a password may look like an expression. */
    @Produces
    @Singleton
    KafkaConnection connection(
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers, Config config) {
        return KafkaConnection.of(
                bootstrapServers, name -> config.getConfigValue(name).getRawValue());
    }

    /** Takes the place of Quarkus' own, which would hand on empty settings, too. */
    @Produces
    @Singleton
    @Identifier("default-kafka-broker")
    Map<String, Object> channels(KafkaConnection connection) {
        return connection.settings();
    }
}
