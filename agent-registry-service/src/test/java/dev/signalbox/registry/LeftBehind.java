package dev.signalbox.registry;

import dev.signalbox.infrastructure.testing.Servers;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.flywaydb.core.Flyway;

/** What a service leaves behind that was killed between its commit and the publication. */
public final class LeftBehind implements QuarkusTestResourceLifecycleManager {

    static final String AGENT = "left-behind";

    @Override
    public Map<String, String> start() {
        Servers servers = SignalboxServers.running();
        String url = "jdbc:postgresql://" + servers.postgres();
        Flyway.configure()
                .dataSource(url, servers.postgresUser(), servers.postgresPassword())
                .schemas("registry")
                .defaultSchema("registry")
                .load()
                .migrate();
        execute("""
                    insert into registry.outbox (agent_id, event_id, body, occurred_at) values
                    ('left-behind', 'left-behind:1', '{"agentId": "left-behind", "version": 1, "name": "First"}', now()),
                    ('left-behind', 'left-behind:2', '{"agentId": "left-behind", "version": 2, "name": "Second"}', now()),
                    ('left-behind-gone', 'left-behind-gone:retired', null, now())
                    """);
        return Map.of("registry.outbox.poll", "1s");
    }

    @Override
    public void stop() {}

    static void execute(String sql) {
        Servers servers = SignalboxServers.running();
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://" + servers.postgres(), servers.postgresUser(), servers.postgresPassword());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
