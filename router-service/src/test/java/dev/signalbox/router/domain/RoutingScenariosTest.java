package dev.signalbox.router.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.json.Durations;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.ModelRates;
import dev.signalbox.contracts.route.Rates;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.route.RouteStatistics;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskRequested.PreviousAttempt;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.router.app.RoutingResult;
import dev.signalbox.router.testing.TestingWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The routing rules as given, when and then: the files in {@code scenarios}. */
class RoutingScenariosTest {

    private static final Path FOLDER = Path.of("src/test/resources/scenarios");
    private static final YAMLMapper YAML = new YAMLMapper();

    @TestFactory
    Stream<DynamicTest> scenarios() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.sorted().toList()) {
                for (JsonNode scenario : YAML.readTree(file.toFile())) {
                    tests.add(DynamicTest.dynamicTest(
                            scenario.required("scenario").asText(), () -> run(scenario)));
                }
            }
        }
        assertThat(tests).hasSizeGreaterThan(25);
        return tests.stream();
    }

    private static void run(JsonNode scenario) throws IOException {
        JsonNode given = scenario.path("given");
        TaskSpec task = read(Json.mapper().readerFor(TaskSpec.class), scenario.required("when"));
        List<PreviousAttempt> previous = list(given.path("previous"), PreviousAttempt.class);
        TaskRequested request = new TaskRequested(
                new TaskId("task-1"),
                TaskRequested.DEFAULT_TENANT,
                null,
                previous.size() + 1,
                previous,
                list(given.path("plan"), Route.class),
                task,
                TestingWorld.NOW);
        Snapshot snapshot = TestingWorld.snapshot(
                backends(given),
                list(given.path("agents"), AgentDeployed.class),
                list(given.path("statistics"), RouteStatistics.class));
        RoutingResult result = TestingWorld.router(
                        snapshot,
                        prices(given.path("rates")),
                        TestingWorld.POLICY.policy().exploring(0))
                .route(request, TestingWorld.NOW);
        RouteDecision decision = switch (result) {
            case RoutingResult.Routed routed -> routed.task().decision();
            case RoutingResult.Rejected rejected -> rejected.task().decision();
        };
        assertThat(decision).as("a valid task has a decision").isNotNull();
        check(scenario.required("then"), decision);
    }

    private static void check(JsonNode then, RouteDecision decision) {
        String explanation = decision.explanation();
        for (Iterator<Map.Entry<String, JsonNode>> fields = then.fields(); fields.hasNext(); ) {
            Map.Entry<String, JsonNode> expected = fields.next();
            String text = expected.getValue().asText();
            switch (expected.getKey()) {
                case "route" ->
                    assertThat(decision.chosen())
                            .as(explanation)
                            .isNotNull()
                            .extracting(chosen -> chosen.route().label())
                            .isEqualTo(text);
                case "problem" -> {
                    assertThat(decision.chosen()).as(explanation).isNull();
                    assertThat(decision.problem().type()).hasToString("urn:signalbox:problem:" + text);
                }
                case "detail" ->
                    expected.getValue()
                            .forEach(part ->
                                    assertThat(decision.problem().detail()).contains(part.asText()));
                case "score" ->
                    assertThat(decision.profile().score())
                            .isEqualTo(expected.getValue().asDouble());
                case "signals" ->
                    assertThat(decision.profile().signals().stream()
                                    .map(signal -> signal.name() + " +" + Math.round(signal.contribution())))
                            .containsExactlyElementsOf(texts(expected.getValue()));
                case "timeout" -> assertThat(decision.timeout()).isEqualTo(Durations.parse(text));
                case "cost" -> assertThat(decision.expectedCost()).hasToString(text);
                case "explains" ->
                    expected.getValue().forEach(part -> assertThat(explanation).contains(part.asText()));
                case "plan" ->
                    assertThat(decision.plan().stream()
                                    .map(step -> step.route().label() + " for " + String.join(", ", step.gains())))
                            .containsExactlyElementsOf(texts(expected.getValue()));
                case "expectedTotalCost" ->
                    assertThat(decision.chosen().expectedTotalCost()).hasToString(text);
                case "advises" ->
                    assertThat(decision.modelAdvice())
                            .isNotNull()
                            .extracting(advice -> advice.model())
                            .isEqualTo(text);
                case "models" ->
                    assertThat(decision.models())
                            .extracting(ModelRates::model)
                            .containsExactlyElementsOf(texts(expected.getValue()));
                case "rejected" ->
                    expected.getValue()
                            .fields()
                            .forEachRemaining(rejection -> assertThat(candidate(decision, rejection.getKey())
                                            .rejection())
                                    .as(rejection.getKey())
                                    .contains(rejection.getValue().asText()));
                case "eligible" ->
                    texts(expected.getValue())
                            .forEach(route -> assertThat(
                                            candidate(decision, route).rejection())
                                    .as(route)
                                    .isNull());
                default -> throw new IllegalArgumentException("then." + expected.getKey() + " is not known");
            }
        }
    }

    private static Candidate candidate(RouteDecision decision, String label) {
        return decision.candidates().stream()
                .filter(candidate -> candidate.route().label().equals(label))
                .findFirst()
                .orElseThrow(() -> new AssertionError(label + " is no candidate: " + decision.candidates()));
    }

    private static List<BackendAnnounced> backends(JsonNode given) throws IOException {
        List<BackendAnnounced> backends = new ArrayList<>();
        for (JsonNode entry : given.path("backends")) {
            String name = entry.isTextual()
                    ? entry.asText()
                    : entry.required("backend").asText();
            ObjectNode announced = Json.mapper().valueToTree(TestingWorld.backend(name));
            if (entry.isObject()) {
                announced.setAll((ObjectNode) entry);
            }
            if (entry.has("heardAgo")) {
                announced.put(
                        "announcedAt",
                        TestingWorld.NOW
                                .minus(Durations.parse(entry.get("heardAgo").asText()))
                                .toString());
            }
            backends.add(read(Json.mapper().readerFor(BackendAnnounced.class), announced));
        }
        return backends;
    }

    private static Pricing prices(JsonNode rates) {
        Pricing shipped = TestingWorld.PRICES;
        List<Pricing.Sandbox> sandboxes = shipped.sandboxes().stream()
                .map(sandbox -> rates.has(sandbox.backend())
                        ? new Pricing.Sandbox(
                                sandbox.backend(),
                                sandbox.environment(),
                                new Rates(Money.of(rates.get(sandbox.backend()).asText()), Money.ZERO, "test"),
                                sandbox.tier())
                        : sandbox)
                .toList();
        return new Pricing(shipped.version(), shipped.fullEnvironment(), sandboxes, shipped.models());
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.asText()));
        return texts;
    }

    private static <T> List<T> list(JsonNode nodes, Class<T> type) throws IOException {
        List<T> list = new ArrayList<>();
        for (JsonNode node : nodes) {
            list.add(read(Json.mapper().readerFor(type), node));
        }
        return list;
    }

    private static <T> T read(ObjectReader reader, JsonNode node) throws IOException {
        return reader.readValue(node);
    }
}
