package dev.signalbox.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.systemtests.deploy.ShippedQueries;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user of {@code ./signalbox up --simulate} sees: every kind of route, agents, costs, and nothing left. */
class SimulatedCloudsIT {

    private static final Path PROJECT =
            Path.of(System.getProperty("signalbox.checkout", "..")).resolve("examples/web-project");

    private static final Watched watched = new Watched();

    /** Panels whose queries need what this class does not do. */
    private static final List<String> SILENT = List.of(
            "/ Workers lost /",
            "/ Sessions and agents / C",
            "/ How sessions end /",
            "/ Against the day before / B",
            "/ Dead letters by topic /",
            "/ Dead letters written /",
            "/ Agents made /",
            "/ Read from the cache /",
            "/ Workflows /",
            "/ Shadows agree /",
            "/ What shadows would cost more /",
            "/ Policies that cannot be used /");

    private static Stack stack;

    @BeforeAll
    static void start() {
        stack = Stack.startSimulated(watched);
        await("all backends are known to the router")
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    JsonNode decided = stack.client()
                            .post("/v1/routes", Client.code("bash", "echo hi"))
                            .body();
                    String all = decided.toString();
                    return all.contains("\"backend\":\"e2b\"") && all.contains("\"backend\":\"scrapybara\"");
                });
    }

    @AfterAll
    static void stop() {
        if (stack != null) {
            stack.close();
        }
        watched.close();
    }

    @AfterEach
    void noSandboxIsLeft() {
        await("no sandbox is left at E2B")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(stack.clientOf("simulated-e2b")
                                .get("/simulator/sandboxes")
                                .response()
                                .body())
                        .isEqualToIgnoringWhitespace("[]"));
        await("no instance is left at Scrapybara")
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(stack.clientOf("simulated-scrapybara")
                                .get("/v1/instances")
                                .response()
                                .body())
                        .isEqualToIgnoringWhitespace("[]"));
    }

    private static ObjectNode prompt(String text, String model) {
        return Client.JSON.createObjectNode().put("prompt", text).put("model", model);
    }

    private static List<String> types(String id) {
        return stack.client().events(id, "").stream().map(Client.Event::type).toList();
    }

    private static List<String> parts(JsonNode task) {
        return StreamSupport.stream(task.at("/result/cost/parts").spliterator(), false)
                .map(part -> part.path("kind").asText())
                .toList();
    }

    private static void costAddsUp(JsonNode task) {
        BigDecimal sum = StreamSupport.stream(task.at("/result/cost/parts").spliterator(), false)
                .map(part -> new BigDecimal(part.path("amount").asText()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(new BigDecimal(task.at("/result/cost/total").asText()))
                .isEqualByComparingTo(sum)
                .isPositive();
    }

    @Test
    void aSnippetGoesQuick() {
        JsonNode task = stack.client().run(Client.code("python", "print(6 * 7)"));

        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("succeeded");
        assertThat(task.at("/result/route/tier").asText()).isEqualTo("quick");
        assertThat(task.at("/result/route/backend").asText()).isIn("local", "e2b");
        costAddsUp(task);
    }

    @Test
    void aSnippetForE2bRunsThereAndIsStreamed() {
        ObjectNode spec = Client.code("bash", "echo one; sleep 0.5; echo two; echo made > made.txt");
        spec.put("backend", "e2b");

        JsonNode task = stack.client().run(spec);

        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("succeeded");
        assertThat(task.at("/result/stdout/text").asText()).isEqualTo("one\ntwo\n");
        assertThat(task.at("/result/files/0/path").asText()).isEqualTo("made.txt");
        assertThat(parts(task)).containsExactly("sandbox");
        costAddsUp(task);
    }

    @Test
    void aWebProjectWithInstallsGoesToTheFullEnvironmentAndEnds() throws IOException {
        ObjectNode spec = Client.JSON.createObjectNode();
        spec.put("prompt", "Install the dependencies of this web shop with npm, start its server and run the tests.");
        spec.put("command", "npm install --no-audit --no-fund --offline && npm test");
        ArrayNode files = spec.putArray("files");
        try (Stream<Path> all = Files.walk(PROJECT)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                files.addObject()
                        .put("path", PROJECT.relativize(file).toString())
                        .put("content", Files.readString(file));
            }
        }

        JsonNode task = stack.client().run(spec);

        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("succeeded");
        assertThat(task.at("/result/route/backend").asText()).isEqualTo("scrapybara");
        assertThat(task.at("/result/stdout/text").asText()).contains("the shop serves 2 dishes");
        costAddsUp(task);
    }

    @Test
    void aPromptForHaikuIsAnsweredByAnAgentWithToolsAndStreamedInOneTrace() {
        JsonNode task = watched.runTraced(
                stack,
                prompt(
                        "Write a Python program that prints the first ten primes, run it and tell its output.",
                        "haiku"));

        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("succeeded");
        assertThat(task.at("/result/route/tier").asText()).isEqualTo("quick");
        assertThat(task.at("/result/answer/model").asText()).isEqualTo("claude-haiku-5-5");
        assertThat(task.at("/result/answer/toolCalls").asInt()).isPositive();
        assertThat(types(task.path("taskId").asText())).contains("TaskOutput", "TaskToolCalled", "TaskUsage");
        assertThat(parts(task)).contains("sandbox", "model");
        costAddsUp(task);
        watched.agentTaskIsOneTrace(task);
    }

    @Test
    void aPromptForOpusIsHeavy() {
        JsonNode task = stack.client().run(prompt("Name three risks of a release on a Friday.", "opus"));

        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("succeeded");
        assertThat(task.at("/result/route/tier").asText()).isEqualTo("heavy");
        assertThat(task.at("/result/answer/model").asText()).isEqualTo("claude-opus-5-5");
        costAddsUp(task);
    }

    @Test
    void aPromptWhoseFirstModelFailsIsAnsweredByAnother() {
        JsonNode task = stack.client()
                .run(prompt("Say hello. [simulate: status=529 model=claude-haiku-5-5 times=20]", "haiku"));

        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("succeeded");
        assertThat(task.at("/result/answer/model").asText()).isNotEqualTo("claude-haiku-5-5");
        costAddsUp(task);
    }

    @Test
    void aTaskThatOutgrowsTheQuickTierGoesOnWithItsFilesInTheSameTrace() {
        ObjectNode spec = Client.code("python", """
            import os
            if os.path.exists("done-before.txt"):
                print("went on with", open("done-before.txt").read())
            else:
                open("done-before.txt", "w").write("half of the work")
                block = bytearray(700 * 1024 * 1024)
                for i in range(0, len(block), 4096):
                    block[i] = 1
            """);

        JsonNode task = stack.client().run(spec);

        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("succeeded");
        assertThat(task.at("/result/attempts")).hasSize(2);
        assertThat(task.at("/result/stdout/text").asText()).isEqualTo("went on with half of the work\n");
        costAddsUp(task);
        watched.secondAttemptIsLinkedToTheFirst(task);
    }

    @Test
    void aTaskThatIsCancelledInTheMiddleLeavesNothing() {
        ObjectNode spec = Client.code("bash", "echo begun; sleep 60");
        spec.put("backend", "e2b");
        String id = stack.client().submit(spec);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> stack.clientOf("simulated-e2b")
                        .get("/simulator/sandboxes")
                        .response()
                        .body()
                        .contains(id));

        stack.client().post("/v1/tasks/" + id + "/cancel", Client.JSON.createObjectNode());

        JsonNode task = stack.client().awaitEnd(id, Duration.ofSeconds(30));
        assertThat(task.path("status").asText()).isEqualTo("cancelled");
    }

    @Test
    void logsSpansAndHeadersKeepWhatBelongsToClientsToThemselves() throws IOException {
        List<String> tasks = watched.canaries.leave(stack, watched.receiver.url() + "/hook");

        watched.taskFromKafkaBeginsItsOwnTrace(tasks.getLast());
        watched.nothingIsToldThatShouldNotBe(stack);
        watched.linesAreJson(stack, "router-service", "router");
        watched.linesAreJson(stack, "session-service", "session");
        watched.linesAreJson(stack, "agent-registry-service", "registry");
        watched.linesAreJson(stack, "executor-service", "executor-local");
        watched.linesAreJson(stack, "executor-service#e2b", "executor-e2b");
        watched.stateChangesHaveTheirKeys(stack, tasks.getFirst());
    }

    @Test
    void whatDashboardsAndAlertsAskForIsTold(@TempDir Path folder) {
        assumeTrue(PrometheusServer.onPath(), "prometheus is not on the path");
        Map<String, String> queries = new TreeMap<>(ShippedQueries.ofDashboards());
        try (PrometheusServer prometheus = PrometheusServer.start(
                folder, stack.port("prometheus"), stack.serviceLabels(), ShippedQueries.rules())) {
            stack.client().run(Client.code("python", "print(1)"));
            ObjectNode failing = Client.code("bash", "exit 3");
            stack.client().run(failing.put("backend", "e2b"));
            ObjectNode rejected = Client.code("bash", "true");
            stack.client().run(rejected.put("backend", "nowhere"));
            stack.client().run(prompt("Name three risks of a release on a Friday.", "haiku"));

            // Those that need what a good day has not may stay without an answer, but not without being understood.
            queries.forEach((name, query) ->
                    assertThat(prometheus.series(query)).as(name).isNotNegative());
            queries.keySet().removeIf(SimulatedCloudsIT::mayBeSilent);
            await("every query of the dashboards has data")
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> {
                        queries.values().removeIf(query -> prometheus.series(query) > 0);
                        assertThat(queries).isEmpty();
                    });
            assertThat(prometheus.rules())
                    .isNotEmpty()
                    .allSatisfy(group -> assertThat(group.path("rules"))
                            .allSatisfy(rule -> assertThat(rule.path("health").asText())
                                    .as(rule.toString())
                                    .isEqualTo("ok")));
        }
    }

    /** What only faults, rejections, pools, shadows, workflows or the workbench make, by panel. */
    private static boolean mayBeSilent(String query) {
        return SILENT.stream().anyMatch(query::contains);
    }

    @Test
    void anAnswerMayBeAskedForAsJsonOfASchema() {
        ObjectNode spec = prompt("What is the name and age of the oldest person in: Ada 36, Alan 41?", "haiku");
        ObjectNode schema = spec.putObject("answerSchema").put("type", "object");
        schema.putObject("properties").putObject("name").put("type", "string");
        schema.putArray("required").add("name");

        JsonNode task = stack.client().run(spec);

        assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("succeeded");
        assertThat(task.at("/result/answer/structured/name").isTextual()).isTrue();
    }
}
