package dev.signalbox.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a user does first. */
class MainJobIT extends EscalationCases {

    private static Stack stack;

    @BeforeAll
    static void start() {
        stack = Stack.start();
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
    }

    @Override
    Client client() {
        return stack.client();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bash|echo hello from $0 | hello from",
                "python|print('hello', 6 * 7)|hello 42",
                "javascript|console.log('hello', [1, 2, 3].map(x => x * x).join(' '))|hello 1 4 9",
                "java|public class Main { public static void main(String[] a) { System.out.println(\"hello \" + 6 * 7); } }|hello 42"
            })
    void codeInEveryLanguageRunsAndIsAnsweredWithResultUsageAndCost(String language, String source, String expected) {
        JsonNode task = stack.client().run(Client.code(language, source));

        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("succeeded");
        JsonNode result = task.path("result");
        assertThat(result.path("exitCode").asInt(-1)).isZero();
        assertThat(result.at("/stdout/text").asText()).startsWith(expected);
        assertThat(result.at("/cost/total").decimalValue().signum() > 0
                        || result.at("/cost/total").asText().startsWith("0.0"))
                .isTrue();
        assertThat(result.at("/timings/run").asText()).startsWith("PT");
        assertThat(result.at("/route/backend").asText()).isEqualTo("local");
        assertThat(result.path("explanation").asText()).isNotEmpty();
    }

    @Test
    void aProjectOfSeveralFilesRunsByItsCommandAndGivesBackWhatItMade() {
        ObjectNode task = Client.JSON.createObjectNode();
        task.put("command", "python3 main.py");
        var files = task.putArray("files");
        files.addObject()
                .put("path", "main.py")
                .put("content", "from lib.greet import greet\nopen('out.txt', 'w').write(greet('files'))\n");
        files.addObject().put("path", "lib/greet.py").put("content", "def greet(name):\n    return 'hello ' + name\n");

        JsonNode ended = stack.client().run(task);

        assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("succeeded");
        JsonNode made = ended.at("/result/files");
        assertThat(made.findValuesAsText("path")).contains("out.txt");
    }

    @Test
    void aFailingProgramFailsWithItsExitCodeAndIsNotTriedAgain() {
        JsonNode task =
                stack.client().run(Client.code("python", "import sys; print('oops', file=sys.stderr); sys.exit(3)"));

        assertThat(task.path("status").asText()).isEqualTo("failed");
        assertThat(task.at("/result/exitCode").asInt()).isEqualTo(3);
        assertThat(task.at("/result/stderr/text").asText()).isEqualTo("oops\n");
        assertThat(task.at("/result/attempts")).hasSize(1);
        assertThat(task.at("/result/problem/type").asText()).isEqualTo("urn:signalbox:problem:exit-code");
    }

    @Test
    void anEndlessProgramIsStoppedWhenItsTimeIsUp() {
        ObjectNode endless = Client.code("bash", "while true; do sleep 0.1; done");
        endless.put("timeout", "2s");

        JsonNode task = stack.client().run(endless);

        assertThat(task.path("status").asText()).isEqualTo("failed");
        assertThat(task.at("/result/problem/type").asText()).isEqualTo("urn:signalbox:problem:timed-out");
    }

    @Test
    void aCancelledTaskEndsSoonAndAsCancelled() {
        String id = stack.client().submit(Client.code("bash", "sleep 120"));
        await().atMost(Duration.ofSeconds(30))
                .until(() -> stack.client()
                        .get("/v1/tasks/" + id)
                        .body()
                        .path("status")
                        .asText()
                        .equals("running"));
        Instant asked = Instant.now();

        assertThat(stack.client()
                        .post("/v1/tasks/" + id + "/cancel", Client.JSON.createObjectNode())
                        .status())
                .isEqualTo(202);

        assertThat(stack.client()
                        .awaitEnd(id, Duration.ofSeconds(30))
                        .path("status")
                        .asText())
                .isEqualTo("cancelled");
        assertThat(Duration.between(asked, Instant.now()))
                .as("long before it would have ended by itself")
                .isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void aStreamCanBeTakenUpAtEveryEventWithoutLossOrRepetition() {
        String id = stack.client().submit(Client.code("bash", "for i in 1 2 3 4 5; do echo line $i; sleep 0.2; done"));

        List<Client.Event> whole = stack.client().events(id, "");

        assertThat(whole)
                .extracting(Client.Event::type)
                .startsWith("TaskAccepted", "TaskDispatched", "TaskStarted")
                .endsWith("TaskCompleted");
        StringBuilder output = new StringBuilder();
        whole.stream()
                .filter(event -> event.type().equals("TaskOutput"))
                .forEach(event -> output.append(event.data().path("text").asText()));
        assertThat(output).hasToString("line 1\nline 2\nline 3\nline 4\nline 5\n");
        for (int i = 0; i < whole.size() - 1; i++) {
            assertThat(stack.client().events(id, whole.get(i).id())).isEqualTo(whole.subList(i + 1, whole.size()));
        }
    }

    @Test
    void aPromptWithoutCodeSaysWhatIsMissing() {
        JsonNode task = stack.client().run(Client.JSON.createObjectNode().put("prompt", "Write a haiku"));

        assertThat(task.path("status").asText()).isEqualTo("failed");
        assertThat(task.at("/result/problem/type").asText()).isEqualTo("urn:signalbox:problem:no-model-provider");
    }

    @Test
    void theSameIdempotencyKeyIsTheSameTask() {
        String key = "\"" + UUID.randomUUID() + "\"";
        ObjectNode task = Client.code("bash", "echo once");

        Client.Answer first = stack.client().post("/v1/tasks", task, "Idempotency-Key", key);
        Client.Answer again = stack.client().post("/v1/tasks", task, "Idempotency-Key", key);
        Client.Answer other = stack.client().post("/v1/tasks", Client.code("bash", "echo two"), "Idempotency-Key", key);

        assertThat(first.status()).isEqualTo(202);
        assertThat(again.body().path("taskId")).isEqualTo(first.body().path("taskId"));
        assertThat(other.status()).isEqualTo(422);
    }

    @Test
    void aDecisionCanBeHadBeforeAndAfterARun() {
        // Again where what other cases teach reached the router in between; after a pause in which nothing more does.
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofSeconds(4))
                .pollDelay(Duration.ZERO)
                .untilAsserted(MainJobIT::theDecisionIsTheSameBeforeAndAfter);
    }

    private static void theDecisionIsTheSameBeforeAndAfter() {
        Client.Answer before = stack.client().post("/v1/routes", Client.code("python", "print(1)"));
        JsonNode ended = stack.client().run(Client.code("python", "print(1)"));
        Client.Answer after =
                stack.client().get("/v1/tasks/" + ended.path("taskId").asText() + "/decision");

        assertThat(before.status()).as(before.body().toString()).isEqualTo(200);
        assertThat(before.body().at("/decision/chosen/route/backend").asText()).isEqualTo("local");
        assertThat(after.body().at("/decision/chosen")).isEqualTo(before.body().at("/decision/chosen"));
        assertThat(after.body().at("/decision/candidates").size()).isGreaterThanOrEqualTo(3);
    }

    @Test
    void aPlainKafkaClientPublishesATaskAndReadsItsOutcome() {
        String id = "plain-" + UUID.randomUUID();
        try (TaskEventsReader events = new TaskEventsReader(stack.kafka(), "task-events");
                KafkaProducer<String, String> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", stack.kafka()), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("task-requests", id, """
                    {"taskId": "%s", "task": {"code": [{"language": "python", "source": "print('over kafka')"}]}}""".formatted(id)));
            producer.flush();

            assertThat(events.ends(List.of(id), Duration.ofSeconds(30)))
                    .containsEntry(id, List.of("dev.signalbox.TaskCompleted.v1"));
            ConsumerRecord<String, String> end = events.readToEnd().stream()
                    .filter(record -> id.equals(record.key()))
                    .reduce((a, b) -> b)
                    .orElseThrow();
            assertThat(end.value()).contains("over kafka");
            assertThat(TaskEventsReader.header(end, "ce_specversion")).isEqualTo("1.0");
        }
    }

    @Test
    void logsHoldNeitherCodeNorPromptsNorSecrets() {
        String canary = "canary" + UUID.randomUUID().toString().replace("-", "");
        ObjectNode task = Client.code("bash", "echo " + canary);
        task.put("prompt", "prompt " + canary);
        task.putObject("environment").put("SECRET", canary);
        stack.client().run(task);
        stack.client()
                .post(
                        "/v1/tasks",
                        Client.JSON.createObjectNode().put("prompt", canary).put("tier", canary));

        assertThat(stack.logs()).doesNotContain(canary);
    }

    @Test
    void whatWasThereIsThereAfterEverythingWasStopped() {
        JsonNode before = stack.client().run(Client.code("bash", "echo kept"));
        String id = before.path("taskId").asText();
        stack.stop(Stack.SERVICES);
        stack.stop(Stack.SERVERS);

        for (String name : Stack.SERVERS) {
            stack.process(name).start();
        }
        stack.startServices();

        assertThat(stack.client().get("/v1/tasks/" + id).body()).isEqualTo(before);
        // Should Redis have lost its end, it is filled again.
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(stack.client().events(id, ""))
                        .extracting(Client.Event::type)
                        .startsWith("TaskAccepted")
                        .endsWith("TaskCompleted"));
        assertThat(stack.client()
                        .run(Client.code("bash", "echo again"))
                        .path("status")
                        .asText())
                .isEqualTo("succeeded");
    }
}
