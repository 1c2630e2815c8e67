package dev.signalbox.session.adapter;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.signalbox.contracts.RedisKeys;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.AttemptStarted;
import dev.signalbox.contracts.execution.OutputAppended;
import dev.signalbox.contracts.kafka.DeadLetters;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.route.TaskRouted;
import dev.signalbox.contracts.task.CancelTask;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.contracts.testing.MetricsPage;
import dev.signalbox.contracts.testing.Samples;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(SignalboxServers.class)
class SessionServiceIT {

    private static final Duration SOON = Duration.ofSeconds(20);

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String kafka;

    @Inject
    RedisDataSource redis;

    private final RecordCodec codec = new RecordCodec("/test");
    private final TaskId task = new TaskId(UUID.randomUUID().toString());
    private RecordPublisher publisher;

    @BeforeEach
    void connect() {
        publisher = RecordPublisher.connect(kafka, "test-" + task, Map.of());
    }

    @AfterEach
    void close() {
        publisher.close();
    }

    @Test
    void aTaskRunsThroughItsLifeAndIsFoundInPostgresAndRedis() {
        send(Topics.TASK_ROUTES, "routed", routed());
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(read("executions-local")).hasSize(1));
        send(Topics.EXECUTION_PROGRESS, "started", started());
        send(
                Topics.EXECUTION_PROGRESS,
                "out",
                new OutputAppended(task, 1, 1, 0, OutputAppended.Stream.STDOUT, "hello\n", Instant.now()));
        send(Topics.EXECUTION_RESULTS, "finished", finished());

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(types(read(Topics.TASK_EVENTS)))
                        .containsExactly("TaskAccepted", "TaskDispatched", "TaskStarted", "TaskOutput", "TaskFailed"));
        given().get("/internal/tasks/" + task)
                .then()
                .statusCode(200)
                .body("status", equalTo("failed"))
                .body("result.exitCode", equalTo(3))
                .body("result.cost.total", equalTo("0.000081"));
        given().get("/internal/tasks/" + task + "/decision")
                .then()
                .statusCode(200)
                .body("decision.explanation", equalTo(Samples.decision().explanation()));
        given().queryParam("tenant", "acme")
                .queryParam("status", "failed")
                .get("/internal/tasks")
                .then()
                .statusCode(200)
                .body("tasks.taskId", hasItem(task.value()));
        await().atMost(SOON).untilAsserted(() -> assertThat(streamTypes()).hasSize(5));
    }

    @Test
    void theBacklogIsToldToWhoeverScalesAndMetricsAreThoseOfTheirPage() {
        send(Topics.TASK_ROUTES, "routed", routed());
        await().atMost(SOON).untilAsserted(() -> {
            MetricsPage.Scrape scrape = scrape();
            assertThat(scrape.value("signalbox_executions_waiting", "backend", "local"))
                    .isPositive();
            assertThat(scrape.value("signalbox_executions_oldest_age_seconds", "backend", "local"))
                    .isPositive();
            assertThat(scrape.value("signalbox_executions_waiting", "backend", "noop"))
                    .isZero();
        });
        double running = scrape().value("signalbox_executions_running", "backend", "local");
        send(Topics.EXECUTION_PROGRESS, "started", started());
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(scrape().value("signalbox_executions_running", "backend", "local"))
                        .isEqualTo(running + 1));
        double failed = scrape().value("signalbox_tasks_ended_total", "status", "failed");
        double cost = scrape().value("signalbox_cost_usd_total", "backend", "local");
        send(
                Topics.EXECUTION_PROGRESS,
                "out",
                new OutputAppended(task, 1, 1, 0, OutputAppended.Stream.STDOUT, "hello\n", Instant.now()));
        send(Topics.EXECUTION_RESULTS, "finished", finished());
        await().atMost(SOON).untilAsserted(() -> {
            assertThat(scrape().value("signalbox_executions_running", "backend", "local"))
                    .isEqualTo(running);
            assertThat(scrape().value("signalbox_tasks_ended_total", "status", "failed"))
                    .isEqualTo(failed + 1);
        });
        assertThat(scrape().value("signalbox_cost_usd_total", "backend", "local"))
                .isCloseTo(cost + 0.000081, within(1e-9));
        assertThat(MetricsPage.read().faults(scrape())).isEmpty();
    }

    private static MetricsPage.Scrape scrape() {
        return MetricsPage.Scrape.of(given().get("/q/metrics").asString());
    }

    @Test
    void aTaskThatRanOutOfMemoryGoesOnByItselfToTheRouteThatWasPlanned() {
        send(Topics.TASK_ROUTES, "routed", escalating(1, Samples.decision()));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(read("executions-local")).hasSize(1));
        send(Topics.EXECUTION_RESULTS, "finished", outOfMemory());

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(read(Topics.TASK_REQUESTS))
                        .singleElement()
                        .satisfies(record -> {
                            TaskRequested again = RecordCodec.decode(record, RecordType.TASK_REQUESTED)
                                    .as(TaskRequested.class);
                            assertThat(again.attempt()).isEqualTo(2);
                            assertThat(again.plan())
                                    .containsExactly(
                                            Samples.decision().plan().getLast().route());
                            assertThat(again.previous())
                                    .singleElement()
                                    .extracting(TaskRequested.PreviousAttempt::cause)
                                    .isEqualTo("memory");
                        }));
        send(Topics.TASK_ROUTES, "routed-2", escalating(2, Samples.decision()));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(read("executions-local")).hasSize(2));
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(types(read(Topics.TASK_EVENTS)))
                        .containsExactly("TaskAccepted", "TaskDispatched", "TaskRetrying", "TaskDispatched"));
    }

    @Test
    void redisIsFilledAgainInTheSameOrderAfterItLostEverything() {
        send(Topics.TASK_ROUTES, "routed", routed());
        await().atMost(SOON).untilAsserted(() -> assertThat(streamTypes()).hasSize(2));
        List<String> before = streamIds();

        redis.flushall();

        await().atMost(SOON).untilAsserted(() -> assertThat(streamIds()).isEqualTo(before));
        send(Topics.EXECUTION_PROGRESS, "started", started());
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(streamTypes()).containsExactly("TaskAccepted", "TaskDispatched", "TaskStarted"));
    }

    @Test
    void aCancelledTaskIsStoppedAtItsWorker() {
        send(Topics.TASK_ROUTES, "routed", routed());
        send(Topics.TASK_COMMANDS, "cancel", new CancelTask(task, "enough", Instant.now()));

        await().atMost(SOON)
                .untilAsserted(() -> assertThat(read(Topics.EXECUTION_CONTROL)).hasSize(1));
        await().atMost(SOON)
                .untilAsserted(
                        () -> given().get("/internal/tasks/" + task).then().body("status", equalTo("cancelling")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"task-routes", "task-commands", "execution-progress", "execution-results"})
    void poisonGoesToTheDeadLettersAndTheNextRecordFlows(String topic) {
        publisher
                .publish(new ProducerRecord<>(topic, task.value(), "{poison".getBytes(StandardCharsets.UTF_8)))
                .toCompletableFuture()
                .join();
        send(Topics.TASK_ROUTES, "routed", routed());

        await().atMost(SOON).untilAsserted(() -> {
            assertThat(read(Topics.deadLetters(topic))).singleElement().satisfies(dead -> {
                assertThat(new String(dead.value(), StandardCharsets.UTF_8)).isEqualTo("{poison");
                assertThat(RecordCodec.text(dead.headers(), DeadLetters.TOPIC)).isEqualTo(topic);
            });
            assertThat(read("executions-local")).hasSize(1);
        });
    }

    @Test
    void pagesNeitherLoseNorRepeatATask() {
        String tenant = "pages-" + task;
        for (int i = 0; i < 5; i++) {
            TaskRequested request = Samples.request();
            TaskId id = new TaskId(task + "-" + i);
            publish(
                    Topics.TASK_ROUTES,
                    id,
                    "routed",
                    new TaskRouted(
                            new TaskRequested(
                                    id,
                                    new dev.signalbox.contracts.TenantId(tenant),
                                    null,
                                    1,
                                    List.of(),
                                    List.of(),
                                    request.task(),
                                    request.requestedAt()),
                            Samples.decision(),
                            JsonNodeFactory.instance.objectNode(),
                            Samples.AT));
        }
        await().atMost(SOON)
                .untilAsserted(() -> given().queryParam("tenant", tenant)
                        .get("/internal/tasks")
                        .then()
                        .body("tasks", hasSize(5)));
        List<String> seen = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            var page = given().queryParam("tenant", tenant)
                    .queryParam("limit", 2)
                    .queryParam("cursor", cursor)
                    .get("/internal/tasks")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            seen.addAll(page.getList("tasks.taskId"));
            cursor = page.getString("next");
        }
        assertThat(seen).hasSize(5).doesNotHaveDuplicates();
    }

    @Test
    void aBurstIsAppliedInOrderAndNothingOfItIsSkipped() {
        List<TaskId> burst = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            burst.add(new TaskId(task + "-burst-" + i));
        }
        for (TaskId id : burst) {
            later(Topics.TASK_ROUTES, id, "routed", routed(id));
        }
        // A worker reports only about what was dispatched.
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(readAll("executions-local"))
                        .extracting(ConsumerRecord::key)
                        .containsAll(burst.stream().map(TaskId::value).toList()));
        for (TaskId id : burst) {
            later(Topics.EXECUTION_PROGRESS, id, "started", started(id));
            for (int index = 0; index < 3; index++) {
                later(
                        Topics.EXECUTION_PROGRESS,
                        id,
                        "out" + index,
                        new OutputAppended(id, 1, 1, index, OutputAppended.Stream.STDOUT, index + "\n", Instant.now()));
            }
        }

        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            List<ConsumerRecord<String, byte[]>> events = readAll(Topics.TASK_EVENTS);
            for (TaskId id : burst) {
                assertThat(types(events.stream()
                                .filter(event -> id.value().equals(event.key()))
                                .toList()))
                        .containsExactly(
                                "TaskAccepted",
                                "TaskDispatched",
                                "TaskStarted",
                                "TaskOutput",
                                "TaskOutput",
                                "TaskOutput");
            }
        });
    }

    @Test
    void whatIsNotThereOrNotValidIsAProblem() {
        given().get("/internal/tasks/nothing").then().statusCode(404).contentType("application/problem+json");
        given().queryParam("limit", 0).get("/internal/tasks").then().statusCode(400);
        given().queryParam("cursor", "x").get("/internal/tasks").then().statusCode(400);
        given().queryParam("status", "odd").get("/internal/tasks").then().statusCode(400);
    }

    private TaskRouted routed() {
        return routed(task);
    }

    private static TaskRouted routed(TaskId id) {
        TaskRequested request = Samples.request();
        TaskRequested own = new TaskRequested(
                id, request.tenant(), request.sessionId(), 1, List.of(), List.of(), request.task(), Instant.now());
        return new TaskRouted(own, Samples.decision(), JsonNodeFactory.instance.objectNode(), Samples.AT);
    }

    private AttemptStarted started() {
        return started(task);
    }

    private static AttemptStarted started(TaskId id) {
        return new AttemptStarted(id, 1, 1, "local", "w", Isolation.NAMESPACES, Instant.now());
    }

    /** With the client's leave to escalate, which the sample's task does not give. */
    private TaskRouted escalating(int attempt, RouteDecision decision) {
        TaskRequested own = new TaskRequested(
                task,
                Samples.TENANT,
                null,
                attempt,
                List.of(),
                List.of(),
                TaskSpec.ofCode("python", "print('x' * 10 ** 10)"),
                Instant.now());
        return new TaskRouted(own, decision, JsonNodeFactory.instance.objectNode(), Samples.AT);
    }

    private AttemptFinished outOfMemory() {
        AttemptFinished sample = finished();
        return new AttemptFinished(
                task,
                1,
                1,
                AttemptFinished.Outcome.LIMIT_EXCEEDED,
                false,
                137,
                sample.stdout(),
                sample.stderr(),
                List.of(),
                sample.timings(),
                sample.usage(),
                sample.cost(),
                0,
                ProblemType.RESOURCE_LIMIT.because("too much", Map.of("resource", "memory")),
                Instant.now());
    }

    private AttemptFinished finished() {
        AttemptFinished sample = Samples.finished();
        return new AttemptFinished(
                task,
                1,
                1,
                sample.outcome(),
                false,
                sample.exitCode(),
                sample.stdout(),
                sample.stderr(),
                sample.files(),
                sample.timings(),
                sample.usage(),
                sample.cost(),
                sample.progressRecords(),
                sample.problem(),
                Instant.now());
    }

    private void send(String topic, String id, Object body) {
        publish(topic, task, id, body);
    }

    /** Without waiting for Kafka, so that polls are full. */
    private void later(String topic, TaskId key, String id, Object body) {
        var unused = publisher.publish(codec.encode(topic, key.value(), key + ":" + id, body, Instant.now(), null));
    }

    private void publish(String topic, TaskId key, String id, Object body) {
        publisher
                .publish(codec.encode(topic, key.value(), key + ":" + id, body, Instant.now(), null))
                .toCompletableFuture()
                .join();
    }

    /** Records of this test's task on a topic, oldest first. */
    private List<ConsumerRecord<String, byte[]>> read(String topic) {
        return readAll(topic).stream()
                .filter(record -> task.value().equals(record.key()))
                .toList();
    }

    private List<ConsumerRecord<String, byte[]>> readAll(String topic) {
        return TopicRecords.of(kafka, topic);
    }

    private static List<String> types(List<ConsumerRecord<String, byte[]>> records) {
        return records.stream()
                .map(record -> ("" + RecordCodec.typeOf(record)).split("\\.")[2])
                .toList();
    }

    private List<String> streamIds() {
        return redis.stream(String.class)
                .xrange(RedisKeys.taskEvents(task), io.quarkus.redis.datasource.stream.StreamRange.of("-", "+"))
                .stream()
                .map(io.quarkus.redis.datasource.stream.StreamMessage::id)
                .toList();
    }

    private List<String> streamTypes() {
        return redis.stream(String.class)
                .xrange(RedisKeys.taskEvents(task), io.quarkus.redis.datasource.stream.StreamRange.of("-", "+"))
                .stream()
                .map(message -> message.payload().get(RedisKeys.EVENT_TYPE))
                .toList();
    }
}
