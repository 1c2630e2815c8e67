package dev.signalbox.registry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.kafka.UnreadableRecordException;
import dev.signalbox.contracts.route.PolicyPublished;
import dev.signalbox.contracts.route.PolicyPublished.State;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(SignalboxServers.class)
class PoliciesIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void otherParametersAreAnotherVersionAndAnotherStateIsNot() {
        String name = name();
        put(name, "draft", Map.of("fullCostShare", 0.4))
                .statusCode(201)
                .header("Location", equalTo("/v1/policies/" + name))
                .header("ETag", equalTo("\"1-1\""))
                .body("label", equalTo(name + "@1"), "state", equalTo("draft"));
        put(name, "shadow", Map.of("fullCostShare", 0.4))
                .statusCode(200)
                .body("version", equalTo(1), "state", equalTo("shadow"));
        put(name, "shadow", Map.of("fullCostShare", 0.3)).statusCode(200).body("label", equalTo(name + "@2"));

        given().get("/v1/policies/" + name + "?version=1")
                .then()
                .statusCode(200)
                .body("parameters.fullCostShare", equalTo(0.4f), "latestVersion", equalTo(2));
        given().get("/v1/policies/" + name + "?version=3").then().statusCode(404);
        given().get("/v1/policies").then().body("policies.name", hasItem(name));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(published().get(name))
                        .extracting(PolicyPublished::label, PolicyPublished::state)
                        .containsExactly(name + "@2", State.SHADOW));
    }

    @Test
    void atMostOneIsActiveAndTheFormerBecomesADraft() {
        String first = name();
        String second = name();
        put(first, "active", Map.of()).statusCode(201);
        put(second, "active", Map.of()).statusCode(201);

        given().get("/v1/policies/" + first).then().body("state", equalTo("draft"), "version", equalTo(1));
        given().get("/v1/policies/" + second).then().body("state", equalTo("active"));
        await().atMost(SOON).untilAsserted(() -> {
            Map<String, PolicyPublished> published = published();
            assertThat(published.get(first)).extracting(PolicyPublished::state).isEqualTo(State.DRAFT);
            assertThat(published.get(second)).extracting(PolicyPublished::state).isEqualTo(State.ACTIVE);
        });
    }

    @Test
    void manyWhoActivateAtOnceLeaveOneActive() throws Exception {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            names.add(name());
        }
        List<Callable<Integer>> calls = names.stream()
                .map(name -> (Callable<Integer>)
                        () -> put(name, "active", Map.of()).extract().statusCode())
                .toList();
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            for (Future<Integer> answer : threads.invokeAll(calls)) {
                assertThat(answer.get()).isIn(201, 409);
            }
        }
        List<String> states = given().get("/v1/policies").jsonPath().getList("policies.state");
        assertThat(states.stream().filter("active"::equals)).hasSize(1);
    }

    @Test
    void aStaleTagIsRefused() {
        String name = name();
        put(name, "draft", Map.of()).statusCode(201);
        for (int expected : new int[] {200, 412}) {
            given().contentType(ContentType.JSON)
                    .header("If-Match", "\"1-1\"")
                    .body(Map.of("parameters", Map.of("fullCostShare", 0.1)))
                    .put("/v1/policies/" + name)
                    .then()
                    .statusCode(expected);
        }
        given().contentType(ContentType.JSON)
                .header("If-Match", "\"1-1\"")
                .body(Map.of("parameters", Map.of()))
                .put("/v1/policies/" + name())
                .then()
                .statusCode(412);
    }

    @Test
    void aWithdrawnOneIsGoneFromTheTopicAndItsVersionsGoOnWhenItComesBack() {
        String name = name();
        put(name, "active", Map.of("fullCostShare", 0.2)).statusCode(201);
        await().atMost(SOON).until(() -> published().containsKey(name));

        given().delete("/v1/policies/" + name).then().statusCode(204);
        given().delete("/v1/policies/" + name).then().statusCode(404);
        given().get("/v1/policies/" + name).then().statusCode(404);
        given().get("/v1/policies/" + name + "?version=1").then().statusCode(200);
        given().get("/v1/policies").then().body("policies.name", not(hasItem(name)));
        await().atMost(SOON).until(() -> !published().containsKey(name));

        put(name, "draft", Map.of("fullCostShare", 0.9)).body("label", equalTo(name + "@2"));
    }

    @Test
    void whatIsWrongIsNamed() {
        given().contentType(ContentType.JSON)
                .body(Map.of("parameters", Map.of()))
                .put("/v1/policies/shipped")
                .then()
                .statusCode(422)
                .body("detail", containsString("choose another"));
        given().contentType(ContentType.JSON)
                .body(Map.of("description", "no parameters"))
                .put("/v1/policies/" + name())
                .then()
                .statusCode(422)
                .body("detail", containsString("/parameters"));
        given().contentType(ContentType.JSON)
                .body(Map.of("parameters", Map.of()))
                .put("/v1/policies/-")
                .then()
                .statusCode(422);
        put(name(), "asleep", Map.of()).statusCode(400);
    }

    private static ValidatableResponse put(String name, String state, Map<String, Object> parameters) {
        return given().contentType(ContentType.JSON)
                .body(Map.of("state", state, "description", "of a test", "parameters", parameters))
                .put("/v1/policies/" + name)
                .then();
    }

    private static String name() {
        return "p" + UUID.randomUUID();
    }

    /** What a router knows. */
    private static Map<String, PolicyPublished> published() {
        Map<String, PolicyPublished> known = new LinkedHashMap<>();
        for (ConsumerRecord<String, byte[]> record : AgentsTopic.records(Topics.POLICIES)) {
            if (record.value() == null) {
                known.remove(record.key());
            } else {
                try {
                    known.put(
                            record.key(),
                            RecordCodec.decode(record, RecordType.POLICY_PUBLISHED)
                                    .as(PolicyPublished.class));
                } catch (UnreadableRecordException e) {
                    throw new AssertionError(e);
                }
            }
        }
        return known;
    }
}
