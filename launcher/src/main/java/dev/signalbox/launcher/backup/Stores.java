package dev.signalbox.launcher.backup;

import dev.signalbox.launcher.stack.StackException;
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
 * @param kafka bootstrap servers
 */
public record Stores(String postgres, String user, String password, String kafka) {

    /** Those that the variables name, as for the services; empty where they name none. */
    public static Optional<Stores> named(Map<String, String> environment) {
        String postgres = environment.getOrDefault("SIGNALBOX_POSTGRES", "");
        String kafka = environment.getOrDefault("SIGNALBOX_KAFKA", "");
        if (postgres.isBlank() || kafka.isBlank()) {
            return Optional.empty();
        }
        return Optional.of(new Stores(
                postgres,
                environment.getOrDefault("SIGNALBOX_POSTGRES_USER", "signalbox"),
                environment.getOrDefault("SIGNALBOX_POSTGRES_PASSWORD", ""),
                kafka));
    }

    String url() {
        return "jdbc:postgresql://" + postgres;
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
