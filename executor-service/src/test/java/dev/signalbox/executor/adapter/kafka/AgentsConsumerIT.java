package dev.signalbox.executor.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.kafka.KafkaConnection;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.executor.app.agent.DeployedAgents;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class AgentsConsumerIT {

    private static final AgentId ID = new AgentId("reader-of-tests");

    private static AgentDeployed version(int version) {
        return new AgentDeployed(
                ID,
                version,
                "Reader",
                "reader",
                "reads",
                List.of(),
                List.of("read_file"),
                "You read.",
                null,
                Map.of(),
                Instant.EPOCH);
    }

    @Test
    @SuppressWarnings("NullAway") // a tombstone has no value
    void knowsWhatIsDeployedAndForgetsWhatIsWithdrawn() throws Exception {
        String kafka = SignalboxServers.running().kafka();
        DeployedAgents agents = new DeployedAgents();
        AgentsConsumer consumer = new AgentsConsumer(KafkaConnection.plaintext(kafka), agents);
        RecordCodec codec = new RecordCodec("/signalbox/test");
        try (RecordPublisher publisher = RecordPublisher.connect(kafka, "test-agents", Map.of())) {
            publisher
                    .publish(
                            new ProducerRecord<>(Topics.AGENTS, ID.value(), "no JSON".getBytes(StandardCharsets.UTF_8)))
                    .toCompletableFuture()
                    .join();
            for (int version : List.of(1, 2)) {
                publisher
                        .publish(codec.encode(
                                Topics.AGENTS, ID.value(), ID + ":" + version, version(version), Instant.EPOCH, null))
                        .toCompletableFuture()
                        .join();
            }
            consumer.begin();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(agents.find(ID))
                            .hasValueSatisfying(
                                    agent -> assertThat(agent.version()).isEqualTo(2)));

            publisher
                    .publish(new ProducerRecord<String, byte[]>(Topics.AGENTS, ID.value(), null))
                    .toCompletableFuture()
                    .join();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(agents.find(ID)).isEmpty());
        } finally {
            consumer.end();
        }
    }
}
