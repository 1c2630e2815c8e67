package dev.signalbox.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever fails, every accepted task ends exactly once. */
@Isolated("what it kills is to be all that is wrong")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsIT {

    private static final int TASKS = 200;
    private static final Duration LIMIT = Duration.ofSeconds(150);

    private static Stack stack;

    /** Of all cases; what each is about stands in the name. */
    private static final List<String> published = new ArrayList<>();

    @BeforeAll
    static void start() {
        stack = Stack.start();
        // One task through everything, so that the first fault does not meet cold classes only.
        assertThat(stack.client()
                        .run(Client.code("bash", "echo warm"))
                        .path("status")
                        .asText())
                .isEqualTo("succeeded");
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "router-service",
                "session-service",
                "executor-service",
                "agent-registry-service",
                "gateway-service",
                "kafka",
                "postgres",
                "redis"
            })
    void everyTaskEndsOnceAlthoughAProcessIsKilledWithTasksInFlight(String victim) throws InterruptedException {
        List<String> tasks = publish(victim, TASKS);
        // In flight: some have ended, most have not.
        Thread.sleep(700);

        stack.process(victim).kill();
        Thread.sleep(1500);
        stack.process(victim).start();

        expectEachToEndOnce(tasks);
    }

    @Test
    void everyTaskEndsOnceAndItsStreamIsWholeAlthoughRedisIsWiped() throws Exception {
        List<String> tasks = publish("redis-wiped", TASKS);
        Thread.sleep(700);

        try (java.net.Socket redis = new java.net.Socket("127.0.0.1", stack.port("redis"))) {
            redis.getOutputStream().write("FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(redis.getInputStream().readNBytes(3), StandardCharsets.US_ASCII))
                    .isEqualTo("+OK");
        }

        expectEachToEndOnce(tasks);
        // While Redis is filled again, a stream that is not back yet is answered as a snapshot.
        for (String task : List.of(tasks.getFirst(), tasks.getLast())) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(stack.client().events(task, ""))
                            .extracting(Client.Event::type)
                            .startsWith("TaskAccepted", "TaskDispatched", "TaskStarted")
                            .endsWith("TaskCompleted"));
        }
    }

    /** First: where another test killed a worker, the router waits for that one. */
    @Test
    @Order(1)
    void aTaskForABackendThatSleepsShowsInTheBacklogAndEndsWhenItIsStarted() {
        stack.process("executor-service").stop();
        awaitMetric("router-service", "signalbox_router_backends{backend=\"local\",state=\"dormant\"} 1");
        String task = stack.client().submit(Client.code("bash", "echo woken"));

        // What an autoscaler sees.
        awaitMetric("session-service", "signalbox_executions_waiting{backend=\"local\"} 1.0");
        assertThat(stack.client()
                        .get("/v1/tasks/" + task + "/decision")
                        .body()
                        .at("/decision/explanation")
                        .asText())
                .contains("Nothing runs for local now; it starts on demand");

        stack.process("executor-service").start();
        JsonNode ended = stack.client().awaitEnd(task, Duration.ofSeconds(60));
        assertThat(ended.path("status").asText()).isEqualTo("succeeded");
        assertThat(ended.at("/result/stdout/text").asText()).isEqualTo("woken\n");
    }

    /** As Kubernetes ends a pod: within the grace an attempt ends where it is, and nothing is done twice. */
    @Test
    void aTaskEndsWhereItRunsWhenItsWorkerIsToldToEnd() {
        String task = stack.client().submit(Client.code("bash", "sleep 5; echo drained"));
        awaitRunning(task);

        stack.process("executor-service").stop();

        JsonNode ended;
        try {
            ended = stack.client().awaitEnd(task, Duration.ofSeconds(30));
        } finally {
            stack.process("executor-service").start();
        }
        assertThat(ended.path("status").asText()).isEqualTo("succeeded");
        assertThat(ended.at("/result/stdout/text").asText()).isEqualTo("drained\n");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(epochs(task)).containsExactly(1));
    }

    @Test
    void aLongTaskComesBackWhenItsWorkerDies() {
        // Until a moment and not for a while: the first attempt lasts until it is killed, the second ends soon.
        long until = Instant.now().plusSeconds(14).getEpochSecond();
        String task = stack.client()
                .submit(Client.code(
                        "bash", "while [ $(date +%s) -lt " + until + " ]; do sleep 0.2; done; echo survived"));
        awaitRunning(task);

        stack.process("executor-service").kill();
        stack.process("executor-service").start();

        JsonNode ended = stack.client().awaitEnd(task, Duration.ofSeconds(90));
        assertThat(ended.path("status").asText()).isEqualTo("succeeded");
        assertThat(ended.at("/result/stdout/text").asText()).isEqualTo("survived\n");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(epochs(task))
                        // A delivery may be used up on the way back; what counts is that a later epoch took over.
                        .startsWith(1)
                        .doesNotHaveDuplicates()
                        .hasSizeGreaterThan(1)
                        .isSorted());
    }

    /** Last: whatever a fault brings about later than its case ended shows here. */
    @Test
    @Order(Integer.MAX_VALUE)
    void noTaskOfAllTheseEndedTwice() {
        try (TaskEventsReader events = new TaskEventsReader(stack.kafka(), "task-events")) {
            expectOneGoodEnd(published, events.allEnds(published, LIMIT));
        }
    }

    private static void awaitRunning(String task) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> stack.client()
                        .get("/v1/tasks/" + task)
                        .body()
                        .path("status")
                        .asText()
                        .equals("running"));
    }

    /** Of its attempts, as they began. */
    private static List<Integer> epochs(String task) {
        return stack.client().events(task, "").stream()
                .filter(event -> event.type().equals("TaskStarted"))
                .map(event -> event.data().path("epoch").asInt())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "task-requests",
                "task-routes",
                "task-commands",
                "execution-progress",
                "execution-results",
                "executions-local",
                "execution-control",
                "agents",
                "backends",
                "route-statistics",
                "session-events",
                "session-usage",
                "session-sandboxes"
            })
    void poisonLandsInTheDeadLettersAndTheNextTaskFlows(String topic) {
        String key = "poison-" + UUID.randomUUID();
        try (KafkaProducer<String, byte[]> producer = producer()) {
            producer.send(new ProducerRecord<>(topic, key, "{poison".getBytes(StandardCharsets.UTF_8)));
            producer.flush();
        }

        assertThat(stack.client()
                        .run(Client.code("bash", "echo next"))
                        .path("status")
                        .asText())
                .isEqualTo("succeeded");
        try (TaskEventsReader dead = new TaskEventsReader(stack.kafka(), topic + "-dlq")) {
            List<ConsumerRecord<String, String>> found = new ArrayList<>();
            for (int i = 0; i < 150 && found.isEmpty(); i++) {
                found = new ArrayList<>(dead.read());
                found.removeIf(record -> !key.equals(record.key()));
            }
            // Both router and executor read `agents`; either may be the one that says so.
            assertThat(found).isNotEmpty().allSatisfy(record -> {
                assertThat(record.value()).isEqualTo("{poison");
                assertThat(TaskEventsReader.header(record, "dlq-topic")).isEqualTo(topic);
                assertThat(TaskEventsReader.header(record, "dlq-reason")).isNotEmpty();
            });
        }
    }

    private static List<String> publish(String about, int count) {
        List<String> tasks = new ArrayList<>();
        try (KafkaProducer<String, byte[]> producer = producer()) {
            for (int i = 0; i < count; i++) {
                String id = about + "-" + UUID.randomUUID();
                ObjectNode request = Client.JSON.createObjectNode().put("taskId", id);
                request.set("task", Client.code("bash", "sleep 0.05; echo " + i));
                producer.send(new ProducerRecord<>(
                        "task-requests", id, request.toString().getBytes(StandardCharsets.UTF_8)));
                tasks.add(id);
            }
            producer.flush();
        }
        published.addAll(tasks);
        return tasks;
    }

    private static void awaitMetric(String service, String line) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> stack.clientOf(service)
                        .get("/q/metrics")
                        .response()
                        .body()
                        .contains(line));
    }

    private static void expectEachToEndOnce(List<String> tasks) {
        try (TaskEventsReader events = new TaskEventsReader(stack.kafka(), "task-events")) {
            expectOneGoodEnd(tasks, events.ends(tasks, LIMIT));
        }
    }

    private static void expectOneGoodEnd(List<String> tasks, Map<String, List<String>> ends) {
        assertThat(new HashSet<>(ends.keySet())).as("tasks that ended").containsAll(tasks);
        Map<String, List<String>> wrong = new HashMap<>(ends);
        wrong.values().removeIf(List.of("dev.signalbox.TaskCompleted.v1")::equals);
        assertThat(wrong).as("tasks that ended otherwise than once and well").isEmpty();
    }

    private static KafkaProducer<String, byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", stack.kafka(), "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer());
    }
}
