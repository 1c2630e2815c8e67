package dev.signalbox.router.adapter.kafka;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.replay.EstimatedInterval;
import dev.signalbox.contracts.replay.ReplayQuery;
import dev.signalbox.contracts.replay.ReplayReport;
import dev.signalbox.contracts.replay.ReplayResult;
import dev.signalbox.contracts.replay.ReplayState;
import dev.signalbox.contracts.route.PolicyPublished;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import dev.signalbox.router.adapter.yaml.PolicyOverlay;
import dev.signalbox.router.app.replay.MadeUpLog;
import dev.signalbox.router.app.replay.PeriodLog;
import dev.signalbox.router.app.replay.Replay;
import dev.signalbox.router.domain.PolicyParameters;
import dev.signalbox.router.testing.TestingWorld;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replays of a log in the real Kafka, and named policies from their topic. */
@QuarkusTest
@QuarkusTestResource(SignalboxServers.class)
class ReplayIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ObjectNode OTHER = Json.mapper().createObjectNode().put("fullCostShare", 0.0001);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    private KafkaTester kafka;

    @BeforeEach
    void connect() {
        kafka = new KafkaTester(bootstrapServers);
    }

    @AfterEach
    void close() {
        kafka.close();
    }

    @Test
    void aPeriodInKafkaIsReplayedAndTheTruthIsInItsIntervals() {
        Instant from = Instant.now().minus(Duration.ofHours(30)).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
        MadeUpLog log =
                new MadeUpLog(3, new PolicyOverlay(Optional.empty(), Optional.of(0.0)).read("given", OTHER.deepCopy()));
        write(log, 3000, from);

        ObjectNode request = Json.mapper().createObjectNode();
        request.put("from", from.toString()).put("to", from.plusSeconds(3000).toString());
        request.set(
                "parameters",
                OTHER.deepCopy()
                        .set("exploration", Json.mapper().createObjectNode().put("share", 0)));
        String location = given().contentType(ContentType.JSON)
                .body(request.toString())
                .post("/internal/replays")
                .then()
                .statusCode(202)
                .extract()
                .header("Location");
        ReplayReport done = awaitEnd(location.replace("/v1/", "/internal/"));

        assertThat(done.state()).as("%s", done).isEqualTo(ReplayState.DONE);
        ReplayResult result = done.result();
        assertThat(result).isNotNull();
        assertThat(result.decisions()).isEqualTo(3000);
        assertThat(result.changed()).isPositive();
        assertThat(result.notEvaluated().getOrDefault("unreadable", 0L)).isZero();
        assertThat(result.notEvaluated().getOrDefault("no-outcome", 0L)).isZero();
        // The order of what was written in the same millisecond is open, the sums are not.
        ReplayResult inMemory = inMemory(done.query());
        assertThat(result.cost().logged().value())
                .isCloseTo(inMemory.cost().logged().value(), within(1e-12));
        assertThat(result.success().logged()).isEqualTo(inMemory.success().logged());
        assertThat(result.cost().inversePropensity().value())
                .isCloseTo(inMemory.cost().inversePropensity().value(), within(1e-12));
        assertThat(result.effectiveSampleSize()).isCloseTo(inMemory.effectiveSampleSize(), within(1e-6));
        // How often the 95 % intervals hold the truth is proven elsewhere (KnownTruthTest, ReplayTest); twice as wide
        // they
        // have to in one period.
        assertThat(result.cost().doublyRobust()).matches(one -> near(one, log.truthCost()), "near " + log.truthCost());
        assertThat(result.success().doublyRobust())
                .matches(one -> near(one, log.truthSuccess()), "near " + log.truthSuccess());
        assertThat(kafka.await(Topics.REPLAYS, done.replayId(), 3)).hasSizeGreaterThanOrEqualTo(3);
        given().get("/internal/replays").then().body("replays.replayId", hasItem(done.replayId()));
        given().delete("/internal/replays/" + done.replayId()).then().statusCode(409);
    }

    @Test
    void aReplayOfAnInstanceThatSaysNothingAnyMoreIsLostAndOneThatRunsIsStoppedFromHere() {
        Instant now = Instant.now();
        kafka.publish(Topics.REPLAYS, "silent", report("silent", now.minusSeconds(60)));
        kafka.publish(Topics.REPLAYS, "elsewhere", report("elsewhere", now.plusSeconds(60)));
        await().atMost(SOON)
                .untilAsserted(
                        () -> given().get("/internal/replays/silent").then().body("state", equalTo("lost")));
        await().atMost(SOON)
                .untilAsserted(() -> given().delete("/internal/replays/elsewhere")
                        .then()
                        .statusCode(200)
                        .body("state", equalTo("cancelled")));
        assertThat(kafka.await(Topics.REPLAYS, "elsewhere", 2)).hasSize(2);
        given().get("/internal/replays/nobody").then().statusCode(404);
    }

    @Test
    void whatIsWrongWithARequestOrAPolicyIsNamed() {
        given().contentType(ContentType.JSON)
                .body("{\"policy\": \"shipped\"}")
                .post("/internal/replays")
                .then()
                .statusCode(422)
                .body("detail", containsString("/from"));
        given().contentType(ContentType.JSON)
                .body("{\"from\": \"2026-01-01T00:00:00Z\", \"policy\": \"nobodys\"}")
                .post("/internal/replays")
                .then()
                .statusCode(404);
        given().contentType(ContentType.JSON)
                .body("{\"parameters\": {\"tiers\": {\"quick\": {\"defaultTimeout\": \"soon\"}}}}")
                .post("/internal/policies/check")
                .then()
                .statusCode(422)
                .body("detail", containsString("tiers.quick.defaultTimeout"));
        given().contentType(ContentType.JSON)
                .body("{\"parameters\": {\"fullCostShar\": 0.1}}")
                .post("/internal/policies/check")
                .then()
                .statusCode(422)
                .body("detail", containsString("fullCostShar is not known here"));
        given().contentType(ContentType.JSON)
                .body("{\"parameters\": {\"fullCostShare\": 0.1}}")
                .post("/internal/policies/check")
                .then()
                .statusCode(204);
    }

    @Test
    void theActivePolicyDecidesShadowsAreToldAndABrokenOneIsLeftOut() throws Exception {
        announce("local");
        announce("scrapybara");
        publish(
                "broken",
                PolicyPublished.State.SHADOW,
                Json.mapper().createObjectNode().put("nonsense", 1));
        publish("twin", PolicyPublished.State.SHADOW, Json.mapper().createObjectNode());
        publish("other", PolicyPublished.State.SHADOW, OTHER);
        publish("active", PolicyPublished.State.ACTIVE, (ObjectNode)
                Json.mapper().readTree("{\"exploration\": {\"share\": 0}}"));
        await().atMost(SOON).untilAsserted(() -> {
            JsonNode decision = route();
            assertThat(decision.at("/versions/policy").asText()).isEqualTo("active@1");
            assertThat(decision.at("/shadows")).hasSize(2);
            assertThat(decision.at("/shadows").findValuesAsText("policy")).containsExactly("other@1", "twin@1");
            assertThat(decision.at("/shadows/0/agrees").asBoolean()).isFalse();
            assertThat(decision.at("/shadows/1/agrees").asBoolean()).isTrue();
        });
        String metrics = given().get("/q/metrics").asString();
        assertThat(metrics)
                .contains("signalbox_router_shadow_total{agrees=\"true\",policy=\"twin@1\"")
                .contains("signalbox_router_policy_unusable_total{policy=\"broken@1\"");
        given().get("/internal/policies/other/comparison?since=PT1M")
                .then()
                .statusCode(200)
                .body("policy", equalTo("other@1"), "state", equalTo("shadow"));
        given().get("/internal/policies/nobodys/comparison").then().statusCode(404);
        for (String name : List.of("active", "twin", "other", "broken")) {
            kafka.send(Topics.POLICIES, name, null);
        }
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(route().at("/versions/policy").asText())
                        .isEqualTo(TestingWorld.POLICY.policy().version()));
    }

    private JsonNode route() throws Exception {
        return Json.mapper()
                .readTree(given().contentType(ContentType.JSON)
                        .body("{\"task\": {\"code\": [{\"language\": \"python\", \"source\": \"print(1)\"}]}}")
                        .post("/internal/routes")
                        .asString())
                .get("decision");
    }

    private void announce(String name) {
        BackendAnnounced backend = TestingWorld.backend(name);
        kafka.publish(
                Topics.BACKENDS,
                name,
                new BackendAnnounced(
                        name,
                        backend.environment(),
                        true,
                        null,
                        backend.isolation(),
                        backend.tiers(),
                        backend.languages(),
                        backend.capabilities(),
                        backend.longestDuration(),
                        backend.startUp(),
                        backend.concurrency(),
                        "1",
                        Instant.now()));
    }

    private void publish(String name, PolicyPublished.State state, ObjectNode parameters) {
        kafka.publish(
                Topics.POLICIES, name, new PolicyPublished(name, 1, state, "", parameters.deepCopy(), Instant.now()));
    }

    private static ReplayReport report(String id, Instant updatedAt) {
        return new ReplayReport(
                id,
                ReplayState.RUNNING,
                new ReplayQuery(
                        Instant.EPOCH,
                        Instant.EPOCH.plusSeconds(1),
                        "x",
                        Json.mapper().createObjectNode(),
                        0,
                        100),
                0.5,
                1,
                1,
                null,
                null,
                "another",
                Instant.now(),
                null,
                updatedAt);
    }

    private static ReplayReport awaitEnd(String address) {
        await().atMost(SOON)
                .until(() -> !List.of("queued", "running")
                        .contains(given().get(address).jsonPath().getString("state")));
        try {
            return Json.mapper().readValue(given().get(address).asString(), ReplayReport.class);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    private void write(MadeUpLog log, int tasks, Instant from) {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", "20", "batch.size", "262144"),
                new StringSerializer(),
                new ByteArraySerializer())) {
            log.write(tasks, from.toEpochMilli(), 1000, entry -> producer.send(record(entry)));
            producer.flush();
        }
    }

    private static ProducerRecord<String, byte[]> record(PeriodLog.Entry entry) {
        boolean result = entry.kind() == PeriodLog.Kind.FINISHED;
        TaskId task;
        try {
            JsonNode json = Json.mapper().readTree(entry.value());
            task = new TaskId(
                    (result ? json : json.get("request")).get("taskId").asText());
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                result ? Topics.EXECUTION_RESULTS : Topics.TASK_ROUTES,
                null,
                entry.timestamp(),
                task.value(),
                entry.value());
        RecordType type = result ? RecordType.ATTEMPT_FINISHED : RecordType.TASK_ROUTED;
        record.headers().add(RecordCodec.CE_TYPE, type.ceType().getBytes(StandardCharsets.UTF_8));
        return record;
    }

    private static boolean near(EstimatedInterval interval, double truth) {
        return Math.abs(interval.value() - truth) < interval.high() - interval.low();
    }

    private static ReplayResult inMemory(ReplayQuery query) {
        List<PeriodLog.Entry> entries = new ArrayList<>();
        log().write(3000, query.from().toEpochMilli(), 1000, entries::add);
        Replay replay = new Replay(query, policy());
        replay.run(MadeUpLog.inMemory(entries), (ignored, share) -> true);
        return replay.result();
    }

    private static PolicyParameters policy() {
        return new PolicyOverlay(Optional.empty(), Optional.of(0.0)).read("given", OTHER.deepCopy());
    }

    private static MadeUpLog log() {
        return new MadeUpLog(3, policy());
    }
}
