package dev.signalbox.registry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import dev.signalbox.registry.app.AnnounceMissing;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(SignalboxServers.class)
class AnnounceMissingIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Inject
    AnnounceMissing missing;

    @Test
    void whatTheLogHasForgottenIsAnnouncedAgainAndNothingElse() throws Throwable {
        String agent = create();
        String known = create();
        String draft = create();
        String policy = "p" + UUID.randomUUID().toString().substring(0, 8);
        List.of(agent, known)
                .forEach(id ->
                        given().post("/v1/agents/" + id + "/deploy").then().statusCode(200));
        given().contentType(ContentType.JSON)
                .body(Map.of(
                        "state", "shadow", "description", "for a test", "parameters", Map.of("fullCostShare", 0.4)))
                .put("/v1/policies/" + policy)
                .then()
                .statusCode(201);
        await().atMost(SOON).until(() -> AgentsTopic.deployed().keySet().containsAll(List.of(agent, known)));
        await().atMost(SOON).until(() -> !records(Topics.POLICIES, policy).isEmpty());
        forget(Topics.AGENTS, agent);
        forget(Topics.POLICIES, policy);
        assertThat(AgentsTopic.deployed(agent)).isEmpty();

        int announced = VertxContextSupport.subscribeAndAwait(() -> missing.announce());

        assertThat(announced).isGreaterThanOrEqualTo(2);
        await().atMost(SOON).until(() -> AgentsTopic.deployed(agent).isPresent());
        await().atMost(SOON)
                .until(() -> records(Topics.POLICIES, policy).getLast().value() != null);
        assertThat(AgentsTopic.of(known)).hasSize(1);
        assertThat(AgentsTopic.of(draft)).isEmpty();
    }

    private static String create() {
        return given().contentType(ContentType.JSON)
                .body(Map.of(
                        "role", "tester",
                        "name", "Test agent",
                        "description", "An agent of the tests.",
                        "skills", List.of("testing"),
                        "systemPrompt", "You are a test.",
                        "model", "haiku",
                        "configuration", Map.of("temperature", "0.1")))
                .post("/v1/agents")
                .then()
                .statusCode(201)
                .extract()
                .path("agentId");
    }

    private static List<ConsumerRecord<String, byte[]>> records(String topic, String key) {
        return AgentsTopic.records(topic).stream()
                .filter(record -> key.equals(record.key()))
                .toList();
    }

    private static void forget(String topic, String key) {
        try (RecordPublisher publisher =
                RecordPublisher.connect(SignalboxServers.running().kafka(), "forget", Map.of())) {
            publisher
                    .publish(List.of(new ProducerRecord<String, byte[]>(topic, key, null)))
                    .toCompletableFuture()
                    .join();
        }
    }
}
