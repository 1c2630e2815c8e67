package dev.signalbox.router.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.route.RouteStatistics;
import dev.signalbox.contracts.task.CodeSnippet;
import dev.signalbox.contracts.task.Objective;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskRequested.PreviousAttempt;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.router.domain.RoutingPolicy;
import dev.signalbox.router.domain.Snapshot;
import dev.signalbox.router.testing.TestingWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A published decision is derived again, byte for byte: from thousands of made-up tasks, and from the golden files in
 * {@code golden}, which hold decisions of released versions. {@code -Dgolden.write=true} writes those that are missing.
 */
class DerivedAgainTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final int MADE_UP_TASKS = 3000;

    @Test
    void everyDecisionIsDerivedAgainFromItsOwnJson() throws Exception {
        Random random = new Random(7);
        for (int i = 0; i < MADE_UP_TASKS; i++) {
            Snapshot snapshot = snapshot(random);
            TaskRequested request = request(random, i);
            byte[] record = Json.mapper().writeValueAsBytes(record(TestingWorld.router(snapshot), request));
            assertDerivedAgain(record);
        }
    }

    @Test
    void theSameRequestAndSnapshotGiveTheSameBytesInAnotherRouter() throws Exception {
        Random random = new Random(11);
        for (int i = 0; i < 300; i++) {
            Snapshot snapshot = snapshot(random);
            TaskRequested request = request(random, i);
            byte[] first = Json.mapper().writeValueAsBytes(record(TestingWorld.router(snapshot), request));
            byte[] second = Json.mapper().writeValueAsBytes(record(TestingWorld.router(snapshot), request));
            assertThat(second).isEqualTo(first);
        }
    }

    @Test
    void theInputHoldsNoTextOfTheTask() throws Exception {
        TaskSpec task = Json.mapper().readValue("""
                        {"prompt": "zebra-prompt", "code": [{"language": "bash", "source": "echo zebra-code"}],
                         "files": [{"path": "zebra-path", "content": "zebra-file"}], "stdin": "zebra-stdin",
                         "arguments": ["zebra-argument"], "environment": {"ZEBRA": "zebra-variable"},
                         "metadata": {"zebra": "zebra-label"}}""", TaskSpec.class);
        JsonNode record = tree(record(
                TestingWorld.router(TestingWorld.snapshot(TestingWorld.backend("local"))),
                TestingWorld.request("task-1", task)));
        assertThat(record.get("request").toString()).contains("zebra-prompt");
        assertThat(record.get("input").toString()).isNotEmpty().doesNotContainIgnoringCase("zebra");
        assertThat(record.get("decision").toString()).doesNotContainIgnoringCase("zebra");
    }

    @Test
    void theInputIsSmall() throws Exception {
        JsonNode record = tree(record(
                TestingWorld.router(TestingWorld.snapshot(TestingWorld.backend("local"))),
                TestingWorld.request("task-1", TaskSpec.ofCode("python", "print(1)"))));
        assertThat(record.get("input").toString().length()).isLessThan(4000);
        assertThat(record.get("decision").toString().length()).isLessThan(4000);
    }

    static Stream<Path> golden() throws IOException {
        if (Boolean.getBoolean("golden.write")) {
            writeGolden();
        }
        List<Path> files;
        try (Stream<Path> found = Files.list(GOLDEN)) {
            files = found.sorted().toList();
        }
        assertThat(files).hasSizeGreaterThanOrEqualTo(5);
        return files.stream();
    }

    @ParameterizedTest
    @MethodSource("golden")
    void aDecisionOfAnEarlierVersionIsDerivedAgain(Path file) throws Exception {
        assertDerivedAgain(Files.readAllBytes(file));
    }

    /** The bytes of the derived decision must stand in the bytes of the record. */
    private static void assertDerivedAgain(byte[] record) throws IOException {
        String json = new String(record, StandardCharsets.UTF_8);
        JsonNode input = Json.mapper().readTree(record).get("input");
        RouteDecision again = RoutingPolicy.decide(InputJson.read(input));
        assertThat(json).contains("\"decision\":" + Json.mapper().writeValueAsString(again) + ",\"input\":");
    }

    private static Object record(RouteTask router, TaskRequested request) {
        return switch (router.route(request, TestingWorld.NOW)) {
            case RoutingResult.Routed routed -> routed.task();
            case RoutingResult.Rejected rejected -> rejected.task();
        };
    }

    private static JsonNode tree(Object record) throws JsonProcessingException {
        return Json.mapper().readTree(Json.mapper().writeValueAsString(record));
    }

    private static Snapshot snapshot(Random random) {
        List<BackendAnnounced> backends = new ArrayList<>();
        for (String name : List.of("local", "e2b", "kubernetes", "scrapybara", "noop")) {
            if (random.nextInt(3) > 0) {
                BackendAnnounced good = TestingWorld.backend(name);
                boolean dormant = random.nextInt(4) == 0;
                backends.add(new BackendAnnounced(
                        name,
                        good.environment(),
                        random.nextInt(5) > 0,
                        random.nextBoolean() ? "out of order" : null,
                        good.isolation(),
                        good.tiers(),
                        good.languages(),
                        good.capabilities(),
                        Duration.ofMillis(1 + random.nextInt(4_000_000)),
                        Duration.ofMillis(random.nextInt(30_000)),
                        1 + random.nextInt(8),
                        "1",
                        TestingWorld.NOW.minusNanos(random.nextInt(400) * 1_000_000_001L),
                        random.nextBoolean() ? Set.of() : Set.of("claude-opus-5-5", "gpt-6-astra", "gpt-6-sol"),
                        dormant,
                        dormant ? Duration.ofMillis(random.nextInt(90_000)) : null,
                        "worker-" + random.nextInt(3)));
            }
        }
        List<RouteStatistics> statistics = new ArrayList<>();
        if (random.nextBoolean()) {
            for (String tier : List.of("quick", "medium")) {
                statistics.add(RouteStatistics.counted(
                        "code-python-quick/local/" + tier,
                        random.nextInt(500),
                        random.nextInt(50),
                        Duration.ofMillis(random.nextInt(90_000)),
                        "" + random.nextInt(100),
                        TestingWorld.NOW.minusSeconds(random.nextInt(4000))));
            }
        }
        return TestingWorld.snapshot(
                backends,
                List.of(
                        TestingWorld.agent("ceo", "opus", "strategy"),
                        TestingWorld.agent("senior_developer", "sonnet", "java", "testing")),
                statistics);
    }

    private static TaskRequested request(Random random, int i) {
        List<CodeSnippet> code = new ArrayList<>();
        for (int n = random.nextInt(4); n > 0; n--) {
            String[] sources = {"print(1)", "npm install", "console.log(1)", "docker run x", "6 * 7", "x".repeat(1500)};
            String[] languages = {"python", "bash", null};
            code.add(new CodeSnippet(
                    languages[random.nextInt(languages.length)], sources[random.nextInt(sources.length)]));
        }
        List<PreviousAttempt> previous = new ArrayList<>();
        for (int n = random.nextInt(3); n > 0; n--) {
            previous.add(new PreviousAttempt(
                    n, "local", random.nextBoolean() ? "quick" : "medium", null, "backend_failed", null));
        }
        TaskSpec task = new TaskSpec(
                code.isEmpty() || random.nextBoolean() ? "set up a database server" : null,
                code,
                List.of(),
                random.nextInt(5) == 0 ? "make" : null,
                null,
                List.of(),
                Map.of("B", "1", "A", "2", "C", "3"),
                oneOf(random, "opus", "haiku", "gpt-2"),
                oneOf(random, "quick", "medium"),
                oneOf(random, "local", "noop", "mars"),
                random.nextInt(8) == 0 ? new AgentId(random.nextBoolean() ? "ceo" : "cfo") : null,
                random.nextBoolean() ? null : Objective.values()[random.nextInt(4)],
                random.nextBoolean() ? null : Duration.ofMillis(1 + random.nextInt(10_000_000)),
                random.nextInt(4) > 0 ? null : Money.of("0.000" + (1 + random.nextInt(9))),
                null,
                Map.of("team", "red", "app", "x", "zone", "z"),
                random.nextInt(4) > 0 ? List.of() : List.of("java"),
                List.of(),
                null,
                null,
                null);
        return new TaskRequested(
                new dev.signalbox.contracts.TaskId("task-" + i),
                TaskRequested.DEFAULT_TENANT,
                null,
                previous.size() + 1,
                previous,
                List.of(),
                task,
                TestingWorld.NOW);
    }

    /** Mostly nothing. */
    private static String oneOf(Random random, String... values) {
        int index = random.nextInt(values.length * 4);
        return index < values.length ? values[index] : null;
    }

    private static void writeGolden() throws IOException {
        Map<String, TaskSpec> tasks = Map.of(
                "quick-python", TaskSpec.ofCode("python", "print(6 * 7)"),
                "leans-to-full", TaskSpec.ofCode("bash", "npm install && docker compose up"),
                "prompt", TaskSpec.ofPrompt("Plan a database server"),
                "unknown-backend",
                        Json.mapper()
                                .readValue(
                                        "{\"backend\":\"mars\",\"code\":[{\"language\":\"bash\",\"source\":\"ls\"}]}",
                                        TaskSpec.class),
                "balanced-opus",
                        Json.mapper()
                                .readValue(
                                        "{\"model\":\"opus\",\"objective\":\"balanced\",\"code\":[{\"source\":\"print(1)\"}]}",
                                        TaskSpec.class));
        Snapshot snapshot = TestingWorld.snapshot(
                List.of(TestingWorld.backend("local"), TestingWorld.backend("noop")),
                List.of(TestingWorld.agent("senior_developer", "sonnet", "java", "testing")),
                List.of(RouteStatistics.counted(
                        "code-python-quick/local/quick",
                        17,
                        3,
                        Duration.ofMillis(1234),
                        "4",
                        TestingWorld.NOW.minusSeconds(60))));
        Snapshot withModels = TestingWorld.snapshot(
                List.of(TestingWorld.backend("local"), TestingWorld.backend("kubernetes")),
                List.of(TestingWorld.agent("writer", "haiku", "poetry")),
                List.of());
        Files.createDirectories(GOLDEN);
        for (Map.Entry<String, TaskSpec> task : tasks.entrySet()) {
            writeGolden(task.getKey(), snapshot, task.getValue());
        }
        writeGolden("prompt-with-models", withModels, TaskSpec.ofPrompt("Write a haiku"));
    }

    private static void writeGolden(String name, Snapshot snapshot, TaskSpec task) throws IOException {
        Path file = GOLDEN.resolve(name + ".expected-cost-1.json");
        if (!Files.exists(file)) {
            Files.write(
                    file,
                    Json.mapper()
                            .writeValueAsBytes(
                                    record(TestingWorld.router(snapshot), TestingWorld.request(name, task))));
        }
    }
}
