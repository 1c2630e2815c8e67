package dev.signalbox.router.adapter.kafka;

import static dev.signalbox.router.adapter.kafka.KafkaTester.text;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.kafka.DeadLetters;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.testing.MetricsPage;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import dev.signalbox.router.app.InputJson;
import dev.signalbox.router.domain.RoutingPolicy;
import dev.signalbox.router.testing.TestingWorld;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The router between real topics: plain JSON in, routes out. */
@QuarkusTest
@QuarkusTestResource(SignalboxServers.class)
class RouterKafkaIT {

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    KafkaTester kafka;

    @BeforeEach
    void announce() {
        kafka = new KafkaTester(bootstrapServers);
        kafka.publish(Topics.BACKENDS, "local", fresh("local"));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> given().get("/internal/snapshot").then().body("backends.backend", hasItem("local")));
    }

    @AfterEach
    void close() {
        kafka.close();
    }

    @Test
    void routesThePlainJsonOfAClientWithoutOurCode() throws Exception {
        kafka.send(
                Topics.TASK_REQUESTS,
                "plain-1",
                "{\"task\": {\"code\": [{\"source\": \"print(6 * 7)\"}], \"surprise\": true}}");
        ConsumerRecord<String, byte[]> record = only(kafka.await(Topics.TASK_ROUTES, "plain-1", 1));
        assertThat(header(record, RecordCodec.CE_TYPE)).isEqualTo("dev.signalbox.TaskRouted.v1");
        assertThat(header(record, RecordCodec.CE_ID)).isEqualTo("plain-1:1:routed");
        JsonNode routed = Json.mapper().readTree(record.value());
        assertThat(routed.at("/request/taskId").asText()).isEqualTo("plain-1");
        assertThat(routed.at("/request/tenant").asText()).isEqualTo("default");
        assertThat(routed.at("/request/task/code/0/language").asText()).isEqualTo("python");
        assertThat(routed.at("/decision/chosen/route/backend").asText()).isEqualTo("local");
        assertThat(routed.at("/decision/explanation").asText()).startsWith("Python code, one snippet; leans to");
    }

    @Test
    void thePublishedDecisionIsDerivedAgainFromTheBytesOnKafka() throws Exception {
        kafka.send(
                Topics.TASK_REQUESTS,
                "again-1",
                "{\"task\": {\"model\": \"opus\", \"code\": [{\"language\": \"bash\", \"source\": \"npm install\"}]}}");
        ConsumerRecord<String, byte[]> record = only(kafka.await(Topics.TASK_ROUTES, "again-1", 1));
        JsonNode input = Json.mapper().readTree(record.value()).get("input");
        RouteDecision again = RoutingPolicy.decide(InputJson.read(input));
        assertThat(text(record)).contains("\"decision\":" + Json.mapper().writeValueAsString(again) + ",\"input\":");
    }

    @Test
    void aTaskWithoutIdAndKeyIsNamedByItsPlace() throws Exception {
        RecordMetadata sent = kafka.send(
                Topics.TASK_REQUESTS, null, "{\"task\": {\"code\": [{\"language\": \"bash\", \"source\": \"ls\"}]}}");
        String id = "task-requests-" + sent.partition() + "-" + sent.offset();
        assertThat(kafka.await(Topics.TASK_ROUTES, id, 1)).hasSize(1);
    }

    @Test
    void theBodysIdWinsOverTheKey() throws Exception {
        kafka.send(
                Topics.TASK_REQUESTS,
                "some-key",
                "{\"taskId\": \"own-id\", \"task\": {\"code\": [{\"language\": \"bash\", \"source\": \"ls\"}]}}");
        assertThat(kafka.await(Topics.TASK_ROUTES, "own-id", 1)).hasSize(1);
    }

    @Test
    void anInvalidTaskIsRejectedWithEverythingThatIsWrong() throws Exception {
        kafka.send(
                Topics.TASK_REQUESTS,
                "invalid-1",
                "{\"task\": {\"tier\": \"huge\", \"priority\": 12, \"code\": [{\"language\": \"cobol\", \"source\": \"x\"}]}}");
        JsonNode rejected = Json.mapper()
                .readTree(only(kafka.await(Topics.TASK_ROUTES, "invalid-1", 1)).value());
        assertThat(rejected.at("/problem/type").asText()).isEqualTo("urn:signalbox:problem:invalid-task");
        assertThat(rejected.at("/problem/detail").asText()).contains("/tier", "/priority", "/code/0/language");
        assertThat(rejected.has("decision")).isFalse();
    }

    @Test
    void aPromptWithoutCodeIsRejectedWithHowToConfigureAModelProvider() throws Exception {
        kafka.send(Topics.TASK_REQUESTS, "prompt-1", "{\"task\": {\"prompt\": \"Write a haiku\"}}");
        ConsumerRecord<String, byte[]> record = only(kafka.await(Topics.TASK_ROUTES, "prompt-1", 1));
        assertThat(header(record, RecordCodec.CE_TYPE)).isEqualTo("dev.signalbox.TaskRejected.v1");
        JsonNode rejected = Json.mapper().readTree(record.value());
        assertThat(rejected.at("/problem/type").asText()).isEqualTo("urn:signalbox:problem:no-model-provider");
        assertThat(rejected.at("/decision/candidates").size()).isPositive();
    }

    @Test
    void aPoisonRecordGoesToTheDeadLettersAndTheNextFlows() throws Exception {
        kafka.send(Topics.TASK_REQUESTS, "poison-1", "{\"task\": ");
        kafka.send(Topics.TASK_REQUESTS, "poison-1", "{\"taskId\": \"not an id!\", \"task\": {\"prompt\": \"x\"}}");
        kafka.send(Topics.TASK_REQUESTS, "poison-1", "null");
        kafka.send(Topics.TASK_REQUESTS, "poison-1", "{\"task\": {\"code\": [{\"source\": \"echo next\"}]}}");
        assertThat(kafka.await(Topics.TASK_ROUTES, "poison-1", 1)).hasSize(1);
        List<ConsumerRecord<String, byte[]>> dead =
                kafka.await(Topics.deadLetters(Topics.TASK_REQUESTS), "poison-1", 3);
        assertThat(dead).hasSize(3);
        assertThat(text(dead.getFirst())).isEqualTo("{\"task\": ");
        assertThat(header(dead.getFirst(), DeadLetters.REASON)).contains("not a readable");
        assertThat(header(dead.getFirst(), DeadLetters.SERVICE)).isEqualTo("router");
    }

    @Test
    void aTaskThatGrowsTooLargeWithItsDecisionIsRejectedAndNotStuck() throws Exception {
        String source = "x".repeat(500 * 1024);
        StringBuilder task = new StringBuilder("{\"task\": {\"code\": [");
        for (int i = 0; i < 16; i++) {
            task.append(i == 0 ? "" : ",")
                    .append("{\"language\":\"bash\",\"source\":\"")
                    .append(source)
                    .append("\"}");
        }
        kafka.send(
                Topics.TASK_REQUESTS,
                "large-1",
                task.append("], \"prompt\": \"")
                        .append("y".repeat(190_000))
                        .append("\"}}")
                        .toString());
        JsonNode rejected = Json.mapper()
                .readTree(only(kafka.await(Topics.TASK_ROUTES, "large-1", 1)).value());
        assertThat(rejected.at("/problem/type").asText()).isEqualTo("urn:signalbox:problem:too-large");
    }

    @Test
    void thousandRequestsGiveThousandRoutes() {
        List<String> ids = IntStream.range(0, 1000).mapToObj(i -> "many-" + i).toList();
        for (String id : ids) {
            kafka.sendSoon(
                    Topics.TASK_REQUESTS,
                    "many",
                    "{\"taskId\": \"" + id + "\", \"task\": {\"code\": [{\"source\": \"echo 1\"}]}}");
        }
        assertThat(kafka.awaitAll(Topics.TASK_ROUTES, ids, 1))
                .hasSize(1000)
                .allSatisfy((id, routed) -> assertThat(routed).as(id).hasSize(1));
    }

    @Test
    void poisonOnTheSnapshotTopicsGoesToTheDeadLettersAndTheNextCounts() throws Exception {
        for (String topic : List.of(Topics.BACKENDS, Topics.AGENTS, Topics.ROUTE_STATISTICS)) {
            kafka.send(topic, "poison-2", "{");
            kafka.send(topic, "poison-2", "{\"backend\": \"other\"}");
        }
        kafka.publish(Topics.AGENTS, "cto", TestingWorld.agent("cto", "opus", "architecture"));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> given().get("/internal/snapshot").then().body("agents.agentId", hasItem("cto")));
        for (String topic : List.of(Topics.BACKENDS, Topics.AGENTS, Topics.ROUTE_STATISTICS)) {
            assertThat(kafka.await(Topics.deadLetters(topic), "poison-2", 2))
                    .as(topic)
                    .hasSize(2);
        }
        kafka.send(Topics.AGENTS, "cto", null);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> given().get("/internal/snapshot").then().body("agents.size()", equalTo(0)));
    }

    @Test
    void recommendsATeamOverRest() {
        given().contentType("application/json")
                .body("{\"prompt\":\"Plan Q2 roadmap and budget allocation\"}")
                .post("/internal/team-recommendations")
                .then()
                .statusCode(200)
                .body("members.role", equalTo(List.of("ceo", "product_manager", "operations_head")))
                .body("complexity", equalTo("medium"))
                .body("taskType", equalTo("strategic_planning"))
                .body("roles.size()", equalTo(9))
                .body("maximumMembers", equalTo(4));
        given().contentType("application/json")
                .body("[]")
                .post("/internal/team-recommendations")
                .then()
                .statusCode(400);
    }

    @Test
    void proposesAnAgentOverRestForWhatNobodyCanDo() {
        given().contentType("application/json")
                .body("{\"taskDescription\":\"Weld a gate\",\"requiredSkills\":[\"welding\"]}")
                .post("/internal/agent-matches")
                .then()
                .statusCode(200)
                .body("proposal.skills", hasItem("welding"));
        given().contentType("application/json")
                .body("{\"prompt\":\"Weld a gate\",\"limit\":51}")
                .post("/internal/agent-matches")
                .then()
                .statusCode(422);
        given().contentType("application/json")
                .body("{\"requiredSkills\":[]}")
                .post("/internal/agent-matches")
                .then()
                .statusCode(422)
                .body("detail", containsString("prompt"));
    }

    @Test
    void decidesOverRestWithoutRunning() {
        given().contentType("application/json")
                .body("{\"task\": {\"code\": [{\"language\": \"python\", \"source\": \"print(1)\"}]}}")
                .post("/internal/routes")
                .then()
                .statusCode(200)
                .body("taskId", equalTo("not-submitted"))
                .body("decision.chosen.route.backend", equalTo("local"))
                .body("decision.problem", nullValue())
                .body("input.policy.version", notNullValue());
        assertThat(kafka.await(Topics.TASK_ROUTES, "not-submitted", 0)).isEmpty();
    }

    @Test
    void saysOverRestWhyARouteWasNotTaken() {
        String decided = given().contentType("application/json")
                .body("{\"task\": {\"code\": [{\"language\": \"python\", \"source\": \"print(1)\"}]}}")
                .post("/internal/routes")
                .asString();
        String input = decided.substring(decided.indexOf("\"input\":") + 8, decided.lastIndexOf(",\"decidedAt\""));
        given().contentType("application/json")
                .body("{\"backend\": \"e2b\", \"input\": " + input + "}")
                .post("/internal/why-not")
                .then()
                .statusCode(200)
                .body("state", equalTo("rejected"))
                .body("answer", containsString("no executor announces it"));
        given().contentType("application/json")
                .body("{\"backend\": \"nowhere\", \"input\": " + input + "}")
                .post("/internal/why-not")
                .then()
                .statusCode(404)
                .contentType("application/problem+json");
        given().contentType("application/json")
                .body("{\"input\": {}}")
                .post("/internal/why-not")
                .then()
                .statusCode(400);
    }

    @Test
    void overRestAProblemStandsInTheDecision() {
        given().contentType("application/json")
                .body("{\"task\": {\"prompt\": \"sing\"}}")
                .post("/internal/routes")
                .then()
                .statusCode(200)
                .body("decision.problem.type", equalTo("urn:signalbox:problem:no-model-provider"));
    }

    @Test
    void restErrorsAreProblemJson() {
        given().contentType("application/json")
                .body("{\"task\": {}}")
                .post("/internal/routes")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:signalbox:problem:invalid-task"))
                .body("detail", containsString("a task needs a prompt, code or a command"));
        given().contentType("application/json")
                .body("{")
                .post("/internal/routes")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:signalbox:problem:malformed-request"));
        given().contentType("application/json")
                .body("{}")
                .post("/internal/routes")
                .then()
                .statusCode(400)
                .body("detail", containsString("task is missing"));
        given().contentType("text/plain")
                .body("x")
                .post("/internal/routes")
                .then()
                .statusCode(415)
                .contentType("application/problem+json");
    }

    @Test
    void isReadyAndCountsWhatItDecides() throws Exception {
        kafka.send(Topics.TASK_REQUESTS, "count-1", "{\"task\": {\"code\": [{\"source\": \"echo 1\"}]}}");
        kafka.await(Topics.TASK_ROUTES, "count-1", 1);
        given().get("/q/health/ready").then().statusCode(200).body("status", equalTo("UP"));
        String metrics = given().get("/q/metrics")
                .then()
                .body(containsString("signalbox_router_decisions_total{backend=\"local\",tier=\"quick\"}"))
                .body(containsString("signalbox_router_backends{backend=\"local\",state=\"live\"} 1"))
                .body(containsString("signalbox_router_decision_seconds"))
                .body(containsString("signalbox_router_held 0.0"))
                .extract()
                .asString();
        assertThat(MetricsPage.read().faults(MetricsPage.Scrape.of(metrics))).isEmpty();
    }

    private static BackendAnnounced fresh(String name) {
        BackendAnnounced good = TestingWorld.backend(name);
        return new BackendAnnounced(
                good.backend(),
                good.environment(),
                true,
                null,
                good.isolation(),
                good.tiers(),
                good.languages(),
                good.capabilities(),
                good.longestDuration(),
                good.startUp(),
                good.concurrency(),
                good.version(),
                Instant.now());
    }

    private static ConsumerRecord<String, byte[]> only(List<ConsumerRecord<String, byte[]>> records) {
        assertThat(records).hasSize(1);
        return records.getFirst();
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return RecordCodec.text(record.headers(), name);
    }
}
