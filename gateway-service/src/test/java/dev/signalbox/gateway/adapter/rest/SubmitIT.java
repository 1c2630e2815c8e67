package dev.signalbox.gateway.adapter.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.signalbox.contracts.Identifiers;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.gateway.app.AwaitEnd;
import dev.signalbox.gateway.testing.FakeServices;
import dev.signalbox.gateway.testing.Neighbours;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@QuarkusTest
@WithTestResource(SignalboxServers.class)
@WithTestResource(FakeServices.class)
@Timeout(60)
class SubmitIT {

    private static final String ECHO = "{\"code\":[{\"language\":\"bash\",\"source\":\"echo hi\"}]}";

    @Inject
    Neighbours neighbours;

    @Inject
    AwaitEnd await;

    private static RequestSpecification json(String body) {
        return given().contentType(ContentType.JSON).body(body);
    }

    private static String newId() {
        return Identifiers.timeOrdered(Instant.now());
    }

    @Test
    void acceptsATaskWhenKafkaHasIt() throws Exception {
        String id =
                json("{\"code\":[{\"language\":\"bash\",\"source\":\"echo hi\"}],\"sessionId\":\"s-1\",\"metadata\":{\"a\":\"b\"}}")
                        .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                        .header("tracestate", "congo=t61rcWkgMzE", "rojo=1")
                        .post("/v1/tasks")
                        .then()
                        .statusCode(202)
                        .header("X-Trace-Id", "0af7651916cd43dd8448eb211c80319c")
                        .body("status", equalTo("queued"))
                        .body("tenant", equalTo("default"))
                        .body("sessionId", equalTo("s-1"))
                        .body("metadata.a", equalTo("b"))
                        .body("result", nullValue())
                        .extract()
                        .path("taskId");

        var records = neighbours.published(Topics.TASK_REQUESTS, id);
        assertThat(records).hasSize(1);
        ConsumerRecord<String, byte[]> record = records.getFirst();
        assertThat(RecordCodec.text(record.headers(), RecordCodec.CE_ID)).isEqualTo(id + ":requested");
        assertThat(RecordCodec.text(record.headers(), RecordCodec.TRACEPARENT))
                .isEqualTo("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        assertThat(RecordCodec.text(record.headers(), RecordCodec.TRACESTATE)).isEqualTo("congo=t61rcWkgMzE,rojo=1");
        TaskRequested request =
                RecordCodec.decode(record, RecordType.TASK_REQUESTED).as(TaskRequested.class);
        assertThat(request.task().code().getFirst().source()).isEqualTo("echo hi");
        assertThat(request.sessionId()).hasToString("s-1");
    }

    @Test
    void namesTheAddressOfTheTaskAndKnowsItAtOnce() {
        Response response = json(ECHO).post("/v1/tasks");
        String id = response.path("taskId");
        response.then().header("Location", endsWith("/v1/tasks/" + id));
        given().get(response.header("Location")).then().statusCode(200).body("status", equalTo("queued"));
    }

    @Test
    void beginsATraceWhereTheClientSendsNoneOrABrokenOne() {
        for (String broken : List.of("", "00-00000000000000000000000000000000-b7ad6b7169203331-01", "ff-x")) {
            Response response = json(ECHO).header("traceparent", broken).post("/v1/tasks");
            String id = response.path("taskId");
            var record = neighbours.published(Topics.TASK_REQUESTS, id).getFirst();
            assertThat(RecordCodec.text(record.headers(), RecordCodec.TRACEPARENT))
                    .matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00")
                    .contains(response.header("X-Trace-Id"));
        }
    }

    @Test
    void takesTheClientsOwnIdentifier() {
        String id = newId();
        json("{\"prompt\":\"hello\",\"taskId\":\"" + id + "\"}")
                .post("/v1/tasks")
                .then()
                .statusCode(202)
                .body("taskId", equalTo(id));
        assertThat(neighbours.published(Topics.TASK_REQUESTS, id)).hasSize(1);
    }

    @Test
    void givesTheSameTaskForTheSameKeyAndBody() {
        String key = UUID.randomUUID().toString();
        String id = json(ECHO)
                .header("Idempotency-Key", "\"" + key + "\"")
                .post("/v1/tasks")
                .path("taskId");
        neighbours.knows(new TaskId(id), "default", TaskStatus.RUNNING);

        // Bare key, other white space and order of fields: the same.
        json("{ \"code\" : [ { \"source\":\"echo hi\", \"language\":\"bash\" } ], \"unknown\": 1 }")
                .header("Idempotency-Key", key)
                .post("/v1/tasks")
                .then()
                .statusCode(202)
                .header("Location", endsWith("/v1/tasks/" + id))
                .body("taskId", equalTo(id))
                .body("status", equalTo("running"));
        assertThat(neighbours.published(Topics.TASK_REQUESTS, id)).hasSize(1);
    }

    @Test
    void givesTheResultForTheSameKeyAndBodyOfATaskThatHasEnded() {
        String key = UUID.randomUUID().toString();
        String id = json(ECHO).header("Idempotency-Key", key).post("/v1/tasks").path("taskId");
        neighbours.knows(new TaskId(id), "default", TaskStatus.SUCCEEDED);

        json(ECHO)
                .header("Idempotency-Key", key)
                .header("Prefer", "wait=20")
                .post("/v1/tasks")
                .then()
                .statusCode(200)
                .body("taskId", equalTo(id))
                .body("result.stdout.text", equalTo("hello\n"));
    }

    @Test
    void handsATaskOverAgainThatNobodyHasYet() {
        String key = UUID.randomUUID().toString();
        String id = json(ECHO).header("Idempotency-Key", key).post("/v1/tasks").path("taskId");
        json(ECHO)
                .header("Idempotency-Key", key)
                .post("/v1/tasks")
                .then()
                .statusCode(202)
                .body("taskId", equalTo(id));
        assertThat(neighbours.published(Topics.TASK_REQUESTS, id))
                .hasSize(2)
                .allSatisfy(record -> assertThat(RecordCodec.text(record.headers(), RecordCodec.CE_ID))
                        .isEqualTo(id + ":requested"));
    }

    @Test
    void refusesAnotherBodyUnderTheSameKey() {
        String key = UUID.randomUUID().toString();
        String id = json(ECHO).header("Idempotency-Key", key).post("/v1/tasks").path("taskId");
        json("{\"prompt\":\"something else\"}")
                .header("Idempotency-Key", key)
                .post("/v1/tasks")
                .then()
                .statusCode(422)
                .contentType("application/problem+json")
                .body("type", equalTo("urn:signalbox:problem:idempotency-key-reused"));
        assertThat(neighbours.published(Topics.TASK_REQUESTS, id)).hasSize(1);
    }

    @Test
    void refusesAKeyThatIsNone() {
        for (String key : List.of("\"open", "\"\"", "x".repeat(256))) {
            json(ECHO)
                    .header("Idempotency-Key", key)
                    .post("/v1/tasks")
                    .then()
                    .statusCode(400)
                    .body("type", equalTo("urn:signalbox:problem:malformed-request"));
        }
    }

    @Test
    void givesOneTaskToConcurrentSubmissionsWithOneKey() throws Exception {
        String key = UUID.randomUUID().toString();
        Set<String> ids = new HashSet<>();
        Set<Integer> refused = new HashSet<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(12)) {
            List<CompletableFuture<Response>> answers = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                String body = i % 2 == 0 ? ECHO : "{\"prompt\":\"other\"}";
                answers.add(CompletableFuture.supplyAsync(
                        () -> json(body).header("Idempotency-Key", key).post("/v1/tasks"), clients));
            }
            for (int i = 0; i < answers.size(); i++) {
                Response answer = answers.get(i).get(20, TimeUnit.SECONDS);
                if (answer.statusCode() == 202) {
                    ids.add(answer.path("taskId"));
                } else {
                    assertThat(answer.statusCode()).isEqualTo(422);
                    refused.add(i % 2);
                }
            }
        }
        assertThat(ids).hasSize(1);
        assertThat(refused)
                .as("one of the two bodies won, the other was refused")
                .hasSize(1);
        assertThat(neighbours.published(Topics.TASK_REQUESTS, ids.iterator().next()))
                .extracting(record -> new String(record.value()).replaceAll("\"requestedAt\":\"[^\"]*\"", ""))
                .hasSizeGreaterThanOrEqualTo(1)
                .containsOnly(new String(neighbours
                                .published(Topics.TASK_REQUESTS, ids.iterator().next())
                                .getFirst()
                                .value())
                        .replaceAll("\"requestedAt\":\"[^\"]*\"", ""));
    }

    @Test
    void answersWithTheResultWhenTheTaskEndsInTime() throws Exception {
        CompletableFuture<Response> answer =
                CompletableFuture.supplyAsync(() -> json("{\"prompt\":\"p\",\"metadata\":{\"wait\":\"in-time\"}}")
                        .header("Prefer", "respond-async, wait=20")
                        .post("/v1/tasks"));
        Awaitility.await().until(() -> await.open() == 1);
        TaskId task = lastRequested("in-time");
        neighbours.publishes(task, Neighbours.completed(task));

        answer.get(20, TimeUnit.SECONDS)
                .then()
                .statusCode(200)
                .header("Preference-Applied", "wait=20")
                .body("taskId", equalTo(task.value()))
                .body("status", equalTo("succeeded"))
                .body("metadata.wait", equalTo("in-time"))
                .body("endedAt", equalTo("2026-11-20T08:00:02Z"))
                .body("result.stdout.text", equalTo("hello\n"));
        Awaitility.await().until(() -> await.open() == 0);
    }

    private TaskId lastRequested(String label) {
        return Awaitility.await()
                .until(
                        () -> neighbours.published(Topics.TASK_REQUESTS, null).stream()
                                .filter(record -> new String(record.value()).contains(label))
                                .map(record -> new TaskId(record.key()))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .orElseThrow();
    }

    @Test
    void answersThatItGoesOnWhenTheTaskDoesNotEndInTime() {
        long begin = System.nanoTime();
        json(ECHO)
                .header("Prefer", "wait=1")
                .post("/v1/tasks")
                .then()
                .statusCode(202)
                .header("Preference-Applied", "wait=1")
                .body("status", equalTo("queued"));
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        Awaitility.await().until(() -> await.open() == 0);
    }

    @Test
    void doesNotWaitWithoutBeingAsked() {
        for (String preference : List.of("wait=soon", "return=minimal", "wait=0")) {
            long begin = System.nanoTime();
            json(ECHO).header("Prefer", preference).post("/v1/tasks").then().statusCode(202);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void asksTheOwnerWhetherATaskOfTheClientsNamingHasEnded() {
        String id = newId();
        neighbours.knows(new TaskId(id), "default", TaskStatus.SUCCEEDED);
        json("{\"prompt\":\"p\",\"taskId\":\"" + id + "\"}")
                .header("Prefer", "wait=20")
                .post("/v1/tasks")
                .then()
                .statusCode(200)
                .body("result.exitCode", equalTo(0));
    }
}
