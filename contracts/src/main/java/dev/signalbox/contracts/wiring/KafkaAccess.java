package dev.signalbox.contracts.wiring;

import dev.signalbox.contracts.kafka.KafkaConnection;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import org.eclipse.microprofile.config.Config;

/** How a service reaches Kafka: its own clients and its channels alike. */
@Singleton
final class KafkaAccess {

    /** The variables are read raw, because a password may look like an expression. */
    @Produces
    @Singleton
    KafkaConnection connection(Config config) {
        return KafkaConnection.of(
                config.getValue("kafka.bootstrap.servers", String.class),
                name -> config.getConfigValue(name).getRawValue());
    }

    /** Takes the place of Quarkus' own, which would hand on empty settings, too. */
    @Produces
    @Singleton
    @Identifier("default-kafka-broker")
    Map<String, Object> channels(KafkaConnection connection) {
        return connection.settings();
    }
}
