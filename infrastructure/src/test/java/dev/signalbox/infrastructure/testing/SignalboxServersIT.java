package dev.signalbox.infrastructure.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class SignalboxServersIT {

    @Test
    void givesTheSameServersToAllWhoAskWithTopicsMade() throws Exception {
        Servers servers = SignalboxServers.running();
        Map<String, String> configuration = new SignalboxServers().start();

        assertThat(configuration)
                .containsEntry("kafka.bootstrap.servers", servers.kafka())
                .containsEntry("SIGNALBOX_KAFKA", servers.kafka())
                .containsEntry("SIGNALBOX_POSTGRES", servers.postgres())
                .containsEntry("SIGNALBOX_POSTGRES_USER", servers.postgresUser())
                .containsEntry("SIGNALBOX_POSTGRES_PASSWORD", servers.postgresPassword())
                .containsEntry("SIGNALBOX_REDIS", servers.redis());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers.kafka()))) {
            assertThat(admin.listTopics().names().get())
                    .contains("task-requests", "executions-local", "executions-noop", "task-events-dlq");
        }
    }
}
