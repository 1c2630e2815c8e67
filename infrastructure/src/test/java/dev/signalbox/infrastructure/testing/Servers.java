package dev.signalbox.infrastructure.testing;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the servers of this test JVM are.
 *
 * @param kafka bootstrap servers
 * @param postgres {@code host:port/database}
 * @param postgresUser role
 * @param postgresPassword password, may be empty
 * @param redis {@code redis://host:port}
 */
public record Servers(String kafka, String postgres, String postgresUser, String postgresPassword, String redis) {

    private static final String PREFIX = "signalbox.test.";

    /** As configuration of a service. */
    Map<String, String> configuration() {
        Map<String, String> configuration = new LinkedHashMap<>();
        configuration.put("kafka.bootstrap.servers", kafka);
        configuration.put("SIGNALBOX_KAFKA", kafka);
        configuration.put("SIGNALBOX_POSTGRES", postgres);
        configuration.put("SIGNALBOX_POSTGRES_USER", postgresUser);
        configuration.put("SIGNALBOX_POSTGRES_PASSWORD", postgresPassword);
        configuration.put("SIGNALBOX_REDIS", redis);
        return configuration;
    }

    /** Leaves the addresses where every class loader of the JVM finds them. */
    void publish() {
        System.setProperty(PREFIX + "postgres", postgres);
        System.setProperty(PREFIX + "postgres.user", postgresUser);
        System.setProperty(PREFIX + "postgres.password", postgresPassword);
        System.setProperty(PREFIX + "redis", redis);
        System.setProperty(PREFIX + "kafka", kafka);
    }

    /** What another class loader of the JVM has published. */
    static java.util.Optional<Servers> published() {
        if (System.getProperty(PREFIX + "kafka") == null) {
            return java.util.Optional.empty();
        }
        return java.util.Optional.of(new Servers(
                System.getProperty(PREFIX + "kafka"),
                System.getProperty(PREFIX + "postgres"),
                System.getProperty(PREFIX + "postgres.user"),
                System.getProperty(PREFIX + "postgres.password"),
                System.getProperty(PREFIX + "redis")));
    }
}
