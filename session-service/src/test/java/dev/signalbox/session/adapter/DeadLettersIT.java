package dev.signalbox.session.adapter;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.kafka.DeadLetters;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import dev.signalbox.session.app.letters.TakeInDeadLetters;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dead letters with the real Kafka and PostgreSQL. */
@QuarkusTest
@QuarkusTestResource(SignalboxServers.class)
@QuarkusTestResource(ShortPeriods.class)
class DeadLettersIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String COMMANDS = Topics.deadLetters(Topics.TASK_COMMANDS);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @Inject
    TakeInDeadLetters takeIn;

    private final String key = UUID.randomUUID().toString();
    private RecordPublisher publisher;

    @BeforeEach
    void connect() {
        publisher = RecordPublisher.connect(kafka, "test-" + key, Map.of());
    }

    @AfterEach
    void close() {
        publisher.close();
    }

    private static RequestSpecification operator() {
        return given().header("X-Signalbox-Operator", "ada").contentType("application/json");
    }

    private static ValidatableResponse post(String what, String body) {
        return operator().body(body).post("/v1/dead-letters/" + what).then();
    }

    private void publish(ProducerRecord<String, byte[]> record) {
        publisher.publish(record).toCompletableFuture().join();
    }

    private List<ConsumerRecord<String, byte[]>> ours(String topic) {
        return TopicRecords.of(kafka, topic).stream()
                .filter(record -> key.equals(record.key()))
                .toList();
    }

    /** A command that no service can read goes to the dead letters, and is told of under the id that it has there. */
    private String poison() {
        publish(new ProducerRecord<>(
                Topics.TASK_COMMANDS, key, ("no command of " + key).getBytes(StandardCharsets.UTF_8)));
        await().atMost(SOON).untilAsserted(() -> assertThat(ours(COMMANDS)).isNotEmpty());
        return taken(ours(COMMANDS).getLast());
    }

    private static String taken(ConsumerRecord<String, byte[]> letter) {
        String id = letter.topic() + "-" + letter.partition() + "-" + letter.offset();
        await().atMost(SOON)
                .untilAsserted(
                        () -> operator().get("/v1/dead-letters/" + id).then().statusCode(200));
        return id;
    }

    @Test
    void aRecordThatNobodyCanReadIsShownWithItsReasonAndItsValue() {
        String id = poison();
        operator()
                .get("/v1/dead-letters/" + id)
                .then()
                .statusCode(200)
                .body("letter.topic", equalTo(Topics.TASK_COMMANDS))
                .body("letter.key", equalTo(key))
                .body("letter.taskId", equalTo(key))
                .body("letter.service", equalTo("session-service"))
                .body("letter.state", equalTo("open"))
                .body("letter.offset", equalTo((int)
                        ours(Topics.TASK_COMMANDS).getFirst().offset()))
                .body("value.encoding", equalTo("text"))
                .body("value.content", equalTo("no command of " + key));
        operator()
                .queryParam("topic", Topics.TASK_COMMANDS)
                .queryParam("state", "open")
                .queryParam("reason", "READABLE")
                .get("/v1/dead-letters")
                .then()
                .statusCode(200)
                .body("items.id", hasItem(id))
                .body("items[0].value", nullValue());
        operator()
                .queryParam("topic", Topics.AGENTS)
                .get("/v1/dead-letters")
                .then()
                .body("items.id", not(hasItem(id)));
    }

    @Test
    void aReplayArrivesOnceAlthoughItIsAskedForTwice() {
        String id = poison();
        String body = "{\"ids\":[\"" + id + "\"]}";
        post("replay", "{\"ids\":[\"" + id + "\"],\"dryRun\":true}")
                .statusCode(200)
                .body("letters.id", equalTo(List.of(id)));
        post("replay", body).statusCode(200).body("letters.id", equalTo(List.of(id)));
        post("replay", body)
                .statusCode(409)
                .contentType("application/problem+json")
                .body("detail", containsString("was replayed by ada"));

        await().atMost(SOON).untilAsserted(() -> assertThat(ours(COMMANDS)).hasSize(2));
        assertThat(ours(Topics.TASK_COMMANDS)).hasSize(2).last().satisfies(again -> {
            assertThat(RecordCodec.text(again.headers(), DeadLetters.REPLAYED)).isEqualTo(id);
            assertThat(RecordCodec.text(again.headers(), DeadLetters.REASON)).isNull();
        });
        // It is still none that anybody can read: the new letter names the one before.
        operator()
                .get("/v1/dead-letters/" + taken(ours(COMMANDS).getLast()))
                .then()
                .body("letter.state", equalTo("open"))
                .body("letter.replayOf", equalTo(id));
        operator()
                .get("/v1/dead-letters/" + id)
                .then()
                .body("letter.state", equalTo("replayed"))
                .body("letter.changedBy", equalTo("ada"))
                .body("letter.replays", equalTo(1));
        assertThat(ours(Topics.TASK_COMMANDS)).hasSize(2);
    }

    @Test
    void whatIsDeliveredAgainIsNoSecondLetterAndStaysDiscarded() {
        String id = poison();
        post("discard", "{\"ids\":[\"" + id + "\"]}").statusCode(422).body("detail", containsString("note"));
        post("discard", "{\"ids\":[\"" + id + "\"],\"note\":\"a test\"}").statusCode(200);

        takeIn.takeIn(ours(COMMANDS));
        operator()
                .get("/v1/dead-letters/" + id)
                .then()
                .body("letter.state", equalTo("discarded"))
                .body("letter.note", equalTo("a test"));
        operator()
                .queryParam("topic", Topics.TASK_COMMANDS)
                .queryParam("limit", 200)
                .get("/v1/dead-letters")
                .then()
                .body("items.findAll { it.key == '" + key + "' }", hasSize(1));
        post("discard", "{\"ids\":[\"" + id + "\"],\"note\":\"again\"}").statusCode(409);
    }

    @Test
    void aLetterOfABackendThatIsNewHereIsTakenInWithoutHeadersAndWithBytesThatAreNoText() throws Exception {
        String backend = "b" + key.substring(0, 8);
        String topic = Topics.deadLetters(Topics.executions(backend));
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
        byte[] large = new byte[300_000];
        large[7] = (byte) 0xFF;
        publish(new ProducerRecord<>(topic, key + "\0", large));
        operator()
                .get("/v1/dead-letters/" + taken(TopicRecords.of(kafka, topic).getFirst()))
                .then()
                .body("letter.reason", equalTo("unknown"))
                .body("letter.service", equalTo("unknown"))
                .body("letter.size", equalTo(300_000))
                .body("value.encoding", equalTo("base64"));
        post("replay", "{\"filter\":{\"topic\":\"" + Topics.executions(backend) + "\"}}")
                .statusCode(200)
                .body("letters", hasSize(0))
                .body("skipped[0].why", containsString("which Kafka does not have"))
                .body("remaining", equalTo(1));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(
                                given().get("/q/metrics").asString().lines())
                        .anyMatch(line -> line.startsWith("signalbox_dead_letters{")
                                && line.contains("topic=\"" + Topics.executions(backend) + "\"")
                                && line.contains("state=\"open\"")
                                && line.endsWith(" 1.0"))
                        .anyMatch(line -> line.startsWith("signalbox_dead_letters_written_total{")
                                && line.contains("topic=\"task-commands\"")));
    }

    @Test
    void pagesGoOnWhereTheyEnded() {
        String first = poison();
        String second = poison();
        String page = "/v1/dead-letters?topic=task-commands&limit=1";
        String next = operator()
                .get(page)
                .then()
                .body("items.id", equalTo(List.of(second)))
                .extract()
                .path("next");
        operator().get(page + "&cursor=" + next).then().body("items.id", equalTo(List.of(first)));
        operator().get(page + "&cursor=%21").then().statusCode(400);
    }

    @Test
    void saysWhatIsWrong() {
        given().get("/v1/dead-letters").then().statusCode(403).contentType("application/problem+json");
        operator().get("/v1/dead-letters/none").then().statusCode(404).contentType("application/problem+json");
        for (String query : List.of("state=lost", "from=yesterday", "stat=open", "tenant=acme", "limit=201")) {
            operator()
                    .get("/v1/dead-letters?" + query)
                    .then()
                    .statusCode(400)
                    .contentType("application/problem+json")
                    .body("parameter", equalTo(query.substring(0, query.indexOf('='))))
                    .body(
                            "known",
                            equalTo(List.of("cursor", "from", "limit", "reason", "service", "state", "to", "topic")));
        }
        for (String body : List.of(
                "{}",
                "{\"ids\":[]}",
                "{\"ids\":[\"a\"],\"filter\":{}}",
                "{\"filter\":{\"topics\":\"agents\"}}",
                "{\"filter\":{\"topic\":7}}",
                "{\"filter\":{\"state\":\"replayed\"}}",
                "{\"filter\":{\"topic\":\"none\"},\"force\":true}")) {
            post("replay", body).statusCode(422).contentType("application/problem+json");
        }
        post("replay", "{\"ids\":[\"none\"]}").statusCode(404).body("detail", containsString("none is none"));
        post("replay", "no JSON").statusCode(400).contentType("application/problem+json");
    }
}
