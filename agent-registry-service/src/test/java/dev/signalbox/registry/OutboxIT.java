package dev.signalbox.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.infrastructure.testing.Servers;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(SignalboxServers.class)
@QuarkusTestResource(value = LeftBehind.class, restrictToAnnotatedClass = true)
class OutboxIT {

    @Test
    void whatAKilledServiceDidNotPublishIsPublishedAtStartInOrderAndMarked() {
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(AgentsTopic.of(LeftBehind.AGENT))
                        .extracting(record -> AgentsTopic.read(record).version())
                        .endsWith(1, 2));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(AgentsTopic.of("left-behind-gone"))
                        .last()
                        .extracting(record -> record.value())
                        .isNull());
        await().atMost(Duration.ofSeconds(20)).until(() -> unpublished() == 0);
    }

    @Test
    void whatAnotherInstanceLeftIsFoundByThePoll() {
        LeftBehind.execute("""
                insert into registry.outbox (agent_id, event_id, body, occurred_at)
                values ('left-later', 'left-later:1', '{"agentId": "left-later", "version": 1}', now())
                """);

        await().atMost(Duration.ofSeconds(20))
                .until(() -> !AgentsTopic.of("left-later").isEmpty());
    }

    private static long unpublished() throws SQLException {
        Servers servers = SignalboxServers.running();
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://" + servers.postgres(), servers.postgresUser(), servers.postgresPassword());
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("select count(*) from registry.outbox where published_at is null")) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
