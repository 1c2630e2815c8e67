package dev.signalbox.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.telemetry.TaskTraces;
import dev.signalbox.systemtests.SpanReceiver.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a stack tells about itself: its spans and its log lines, and what none of them may say. */
final class Watched implements AutoCloseable {

    /** Services that log for people; the others log JSON. */
    static final Set<String> IN_TEXT = Set.of("gateway-service", "executor-service#scrapybara");

    private static final String CLIENT_TRACE = "5ca1ab1e5ca1ab1e5ca1ab1e5ca1ab1e";
    private static final String CLIENT_SPAN = "c0ffeec0ffeec0ff";

    final SpanReceiver receiver = new SpanReceiver();
    final Canaries canaries = new Canaries();

    /** Settings of one service. */
    Map<String, String> settings(String service) {
        Map<String, String> settings = new HashMap<>(canaries.settings());
        settings.putAll(receiver.settings());
        settings.put("SIGNALBOX_LOG_FORMAT", IN_TEXT.contains(service) ? "text" : "json");
        return settings;
    }

    /** A task of a client that traces. */
    JsonNode runTraced(Stack stack, ObjectNode spec) {
        return stack.client()
                .post(
                        "/v1/tasks",
                        spec,
                        "Prefer",
                        "wait=60",
                        "traceparent",
                        "00-" + CLIENT_TRACE + "-" + CLIENT_SPAN + "-01")
                .body();
    }

    /** One trace from the client through all services to the model, in which every parent is there. */
    void agentTaskIsOneTrace(JsonNode task) {
        assertThat(task.path("traceId").asText()).isEqualTo(CLIENT_TRACE);
        String backend = task.at("/result/route/backend").asText();
        await("the whole trace").atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            List<Span> spans = receiver.trace(CLIENT_TRACE);
            assertThat(names(spans, "gateway")).contains("POST /v1/tasks", "send task-requests");
            assertThat(names(spans, "router")).contains("process task-requests", "send task-routes");
            assertThat(names(spans, "session"))
                    .contains(
                            "process task-routes",
                            "send executions-" + backend,
                            "process execution-progress",
                            "process execution-results");
            assertThat(names(spans, "executor-" + backend))
                    .contains(
                            "process executions-" + backend,
                            "create_sandbox " + backend,
                            "chat claude-haiku-5-5",
                            "execute_tool run_command")
                    .anyMatch(name -> name.startsWith("invoke_agent"));
            everyParentIsThere(spans, CLIENT_SPAN);
        });
        List<Span> spans = receiver.trace(CLIENT_TRACE);
        assertThat(chain(spans, "chat claude-haiku-5-5"))
                .containsSubsequence(
                        "process executions-" + backend,
                        "send executions-" + backend,
                        "process task-routes",
                        "send task-routes",
                        "process task-requests",
                        "send task-requests",
                        "POST /v1/tasks");
        assertThat(spans)
                .filteredOn(span -> span.name().equals("chat claude-haiku-5-5"))
                .allSatisfy(span -> assertThat(span.attributes())
                        .containsEntry("gen_ai.operation.name", "chat")
                        .containsEntry("gen_ai.provider.name", "anthropic")
                        .containsKeys(
                                "gen_ai.usage.input_tokens",
                                "gen_ai.usage.output_tokens",
                                "gen_ai.response.finish_reasons"));
        assertThat(spans)
                .filteredOn(span -> span.name().equals("process task-requests"))
                .singleElement()
                .satisfies(span -> assertThat(span.attributes())
                        .containsEntry("signalbox.route.backend", backend)
                        .containsEntry("signalbox.route.model", "claude-haiku-5-5")
                        .containsEntry("messaging.system", "kafka"));
    }

    /** The second attempt is in the same trace and linked to the first. */
    void secondAttemptIsLinkedToTheFirst(JsonNode task) {
        String trace = task.path("traceId").asText();
        String id = task.path("taskId").asText();
        await("both attempts").atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            List<Span> attempts = receiver.trace(trace).stream()
                    .filter(span -> span.service().startsWith("executor-"))
                    .filter(span -> span.name().startsWith("process executions-"))
                    .filter(span -> id.equals(span.attributes().get("signalbox.task.id")))
                    .toList();
            assertThat(attempts).hasSize(2);
            Span first = attempt(attempts, "1");
            Span second = attempt(attempts, "2");
            assertThat(first.links()).isEmpty();
            assertThat(second.links()).containsExactly(trace + "-" + first.id());
            everyParentIsThere(receiver.trace(trace), "");
        });
    }

    /** A task from Kafka whose client traces nothing has the trace that follows from its id. */
    void taskFromKafkaBeginsItsOwnTrace(String taskId) {
        String trace = TaskTraces.of(new TaskId(taskId)).traceId();
        await("the trace of a task from Kafka").atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            List<Span> spans = receiver.trace(trace);
            assertThat(names(spans, "router")).contains("process task-requests");
            assertThat(names(spans, "session")).contains("process execution-results");
            everyParentIsThere(spans, "");
        });
    }

    private static Span attempt(List<Span> attempts, String number) {
        return attempts.stream()
                .filter(span -> number.equals(span.attributes().get("signalbox.task.attempt")))
                .findFirst()
                .orElseThrow();
    }

    static List<String> names(List<Span> spans, String service) {
        return spans.stream()
                .filter(span -> span.service().equals(service))
                .map(Span::name)
                .toList();
    }

    static void everyParentIsThere(List<Span> spans, String clients) {
        Set<String> ids = spans.stream().map(Span::id).collect(Collectors.toSet());
        assertThat(spans)
                .filteredOn(span -> !span.parent().isEmpty() && !span.parent().equals(clients))
                .allSatisfy(span -> assertThat(ids).as("parent of %s", span).contains(span.parent()));
    }

    /** Names from a span up to the first. */
    private static List<String> chain(List<Span> spans, String name) {
        Map<String, Span> byId = spans.stream().collect(Collectors.toMap(Span::id, span -> span, (a, b) -> a));
        List<String> names = new ArrayList<>();
        Span at = spans.stream()
                .filter(span -> span.name().equals(name))
                .findFirst()
                .orElseThrow();
        while (at != null) {
            names.add(at.name());
            at = byId.get(at.parent());
        }
        return names;
    }

    /** From the first line on, of whoever logs JSON. */
    void linesAreJson(Stack stack, String service, String as) throws IOException {
        List<String> lines = stack.process(service).logText().lines().toList();
        assertThat(lines).as(service).isNotEmpty();
        for (String line : lines) {
            JsonNode read = line.startsWith("{") ? Client.JSON.readTree(line) : Client.JSON.nullNode();
            assertThat(read.path("timestamp").asText())
                    .as("%s: %s", service, line)
                    .isNotEmpty();
            assertThat(read.path("service").asText())
                    .as("%s: %s", service, line)
                    .isEqualTo(as);
            assertThat(read.path("level").asText()).isNotEmpty();
        }
    }

    /** No canary in a log of any service, in any span, in any header of any record. */
    void nothingIsToldThatShouldNotBe(Stack stack) {
        assertThat(canaries.in(stack.logs())).as("told in logs").isEmpty();
        assertThat(receiver.everything()).contains("process task-requests");
        assertThat(canaries.in(receiver.everything())).as("told in spans").isEmpty();
        List<String> headers = Canaries.headers(stack);
        assertThat(headers).as("headers of records").hasSizeGreaterThan(100);
        assertThat(canaries.in(String.join("\n", headers)))
                .as("told in headers")
                .isEmpty();
    }

    /** One line for each step of a task's life, by the service that it is the business of, all with the same trace. */
    void stateChangesHaveTheirKeys(Stack stack, String taskId) {
        assertThat(stack.process("gateway-service").logText()).containsOnlyOnce("task accepted taskId=" + taskId);
        JsonNode routed = only(linesOf(stack, "router-service", taskId), "task routed");
        assertThat(routed.path("backend").asText()).isEqualTo("local");
        JsonNode dispatched = only(linesOf(stack, "session-service", taskId), "task dispatched");
        JsonNode ended = only(linesOf(stack, "session-service", taskId), "task succeeded");
        assertThat(ended.has("sessionId")).as("a task without a session").isFalse();
        assertThat(ended.path("backend").asText()).isEqualTo("local");
        assertThat(ended.path("tier").asText()).isEqualTo("quick");
        assertThat(ended.path("attempt").isInt()).isTrue();
        assertThat(ended.path("costUsd").asText()).isNotEmpty();
        JsonNode started = only(linesOf(stack, "executor-service", taskId), "attempt started");
        String trace = ended.path("traceId").asText();
        assertThat(trace).isNotEmpty();
        assertThat(List.of(routed, dispatched, started))
                .allSatisfy(line -> assertThat(line.path("traceId").asText()).isEqualTo(trace));
        assertThat(linesOf(stack, "session-service", taskId)).hasSize(2);
        assertThat(linesOf(stack, "executor-service", taskId)).hasSize(1);
    }

    private static JsonNode only(List<JsonNode> lines, String begins) {
        List<JsonNode> found = lines.stream()
                .filter(line -> line.path("message").asText().startsWith(begins))
                .toList();
        assertThat(found).as(begins + " in " + lines).hasSize(1);
        return found.getFirst();
    }

    /** A line that a task left, with its keys. */
    static List<JsonNode> linesOf(Stack stack, String service, String taskId) {
        return stack.process(service)
                .logText()
                .lines()
                .filter(line -> line.startsWith("{") && line.contains(taskId))
                .map(Watched::read)
                .filter(line -> line.path("taskId").asText().equals(taskId))
                .toList();
    }

    private static JsonNode read(String line) {
        try {
            return Client.JSON.readTree(line);
        } catch (IOException e) {
            throw new IllegalStateException(line, e);
        }
    }

    @Override
    public void close() {
        receiver.close();
        if (Boolean.getBoolean("signalbox.keep")) {
            try {
                Files.writeString(Path.of("target", "spans.txt"), receiver.everything());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
