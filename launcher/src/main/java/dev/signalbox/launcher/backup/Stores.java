package dev.signalbox.launcher.backup;

import dev.signalbox.contracts.connection.PostgresTls;
import dev.signalbox.contracts.kafka.KafkaConnection;
import dev.signalbox.launcher.stack.StackException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Where the tables and the log are.
 *
 * @param postgres host, port and database, as in {@code localhost:15432/signalbox}
 * @param tls how PostgreSQL is spoken to
 * @param kafka how Kafka is reached
 */
public record Stores(String postgres, String user, String password, PostgresTls tls, KafkaConnection kafka) {

    /** Those of one machine, which ask for nothing. */
    public static Stores local(String postgres, String user, String kafka) {
        return new Stores(
                postgres, user, "", new PostgresTls(PostgresTls.Mode.DISABLE, ""), KafkaConnection.plaintext(kafka));
    }

    /**
     * Those that the variables name, as for the services; empty where they name neither of the two.
     *
     * @throws StackException when the variables do not fit together, or name only one: the other would be somebody else's
     */
    public static Optional<Stores> named(Map<String, String> environment) throws StackException {
        String postgres = environment.getOrDefault("SIGNALBOX_POSTGRES", "");
        String kafka = environment.getOrDefault("SIGNALBOX_KAFKA", "");
        if (postgres.isBlank() && kafka.isBlank()) {
            return Optional.empty();
        }
        if (postgres.isBlank() || kafka.isBlank()) {
            String set = postgres.isBlank() ? "SIGNALBOX_KAFKA" : "SIGNALBOX_POSTGRES";
            String missing = postgres.isBlank() ? "SIGNALBOX_POSTGRES" : "SIGNALBOX_KAFKA";
            throw new StackException(set + " is set, but " + missing
                    + " is not. Set both for an installation elsewhere," + " or neither for the stack of this folder.");
        }
        try {
            return Optional.of(new Stores(
                    postgres,
                    environment.getOrDefault("SIGNALBOX_POSTGRES_USER", "signalbox"),
                    environment.getOrDefault("SIGNALBOX_POSTGRES_PASSWORD", ""),
                    PostgresTls.of(environment::get),
                    KafkaConnection.of(kafka, environment::get)));
        } catch (IllegalArgumentException e) {
            throw new StackException("" + e.getMessage());
        }
    }

    /** With the settings of TLS, which Flyway has no other place for. */
    String url() {
        StringBuilder url = new StringBuilder("jdbc:postgresql://").append(postgres);
        char mark = postgres.contains("?") ? '&' : '?';
        for (Map.Entry<String, String> each : tls.jdbc().entrySet()) {
            url.append(mark)
                    .append(each.getKey())
                    .append('=')
                    .append(URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8));
            mark = '&';
        }
        return url.toString();
    }

    /** A connection to PostgreSQL. */
    Connection connect() throws StackException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("ApplicationName", "signalbox-backup");
        try {
            return DriverManager.getConnection(url(), properties);
        } catch (SQLException e) {
            throw new StackException("PostgreSQL at " + postgres + " cannot be reached: " + e.getMessage());
        }
    }

    @Override
    public String toString() {
        return postgres + " and " + kafka;
    }
}
