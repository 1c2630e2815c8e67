package dev.signalbox.systemtests;

import static dev.signalbox.systemtests.Watched.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.systemtests.SpanReceiver.Span;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Traces of what consists of many tasks, as a client that traces sees them. */
final class TeamTraces {

    static final String STATE = "vendor=opaque,other@system=1";

    private static final String CLIENT_SPAN = "c0ffeec0ffeec0ff";
    private static final Duration SOON = Duration.ofSeconds(30);

    private final SpanReceiver receiver;

    TeamTraces(SpanReceiver receiver) {
        this.receiver = receiver;
    }

    /** Headers of a client's request that belongs to a trace. */
    static String[] headers(String trace) {
        return new String[] {"traceparent", "00-" + trace + "-" + CLIENT_SPAN + "-01", "tracestate", STATE};
    }

    /** From the submission to the end: every task, what it follows from, and how long a human was waited for. */
    void workflowIsOneTrace(Stack stack, String trace, String workflow) {
        Set<String> tasks = tasks(stack, workflow);
        assertThat(tasks).hasSizeGreaterThan(10);
        await("the whole trace of a workflow").atMost(SOON).untilAsserted(() -> {
            List<Span> spans = receiver.trace(trace);
            assertThat(names(spans, "gateway")).contains("POST /v1/workflows");
            assertThat(names(spans, "session"))
                    .contains(
                            "workflow",
                            "workflow planning",
                            "workflow awaiting_approval",
                            "await_approval",
                            "workflow running",
                            "workflow completed");
            assertThat(tasksOf(spans, "router", "process task-requests")).containsAll(tasks);
            assertThat(tasksOf(spans, "executor-", "process executions-")).containsAll(tasks);
            assertThat(spans).extracting(Span::name).anyMatch(name -> name.startsWith("chat "));
            Watched.everyParentIsThere(spans, CLIENT_SPAN);
        });
        List<Span> spans = receiver.trace(trace);
        assertThat(spans)
                .allSatisfy(span -> assertThat(span.state()).as("%s", span).isEqualTo(STATE));
        Set<String> there =
                spans.stream().map(span -> span.trace() + "-" + span.id()).collect(Collectors.toSet());
        List<Span> sends = spans.stream()
                .filter(span -> span.service().equals("session") && span.name().equals("send task-requests"))
                .toList();
        assertThat(sends)
                .as("what a task follows from")
                .filteredOn(span -> !span.links().isEmpty())
                .hasSizeGreaterThan(5)
                .allSatisfy(span -> assertThat(there).containsAll(span.links()));
        assertThat(sends)
                .as("a step that joins others")
                .anySatisfy(span -> assertThat(span.links()).hasSizeGreaterThan(1));
    }

    /** All its tasks are in one trace, although every service was killed on the way, and so is its end. */
    void workflowStayedInItsTrace(Stack stack, String trace, String workflow) {
        await("the end of the workflow is in its trace")
                .atMost(SOON)
                .untilAsserted(() ->
                        assertThat(names(receiver.trace(trace), "session")).contains("workflow completed"));
        assertThat(stack.client()
                        .get("/v1/workflows/" + workflow)
                        .body()
                        .path("traceId")
                        .asText())
                .isEqualTo(trace);
        for (JsonNode task : page(stack, workflow)) {
            assertThat(task.path("traceId").asText()).as("%s", task).isEqualTo(trace);
        }
    }

    /** Every task of the workbench that a pipeline sent is in the trace of whoever began it. */
    void workbenchIsOneTrace(String trace, String agent) {
        await("the tasks of the workbench").atMost(SOON).untilAsserted(() -> {
            List<Span> spans = receiver.trace(trace);
            assertThat(names(spans, "gateway")).contains("POST /v1/agents");
            Set<String> routed = tasksOf(spans, "router", "process task-requests");
            assertThat(routed).isNotEmpty().allMatch(task -> task.startsWith("wb:" + agent));
            assertThat(tasksOf(spans, "executor-", "process executions-")).containsAll(routed);
            Watched.everyParentIsThere(spans, CLIENT_SPAN);
        });
    }

    private static Set<String> tasks(Stack stack, String workflow) {
        Set<String> tasks = new HashSet<>();
        page(stack, workflow).forEach(task -> tasks.add(task.path("taskId").asText()));
        return tasks;
    }

    private static List<JsonNode> page(Stack stack, String workflow) {
        JsonNode page =
                stack.client().get("/v1/tasks?limit=100&session=" + workflow).body();
        return StreamSupport.stream(page.path("tasks").spliterator(), false).toList();
    }

    private static Set<String> tasksOf(List<Span> spans, String service, String name) {
        return spans.stream()
                .filter(span ->
                        span.service().startsWith(service) && span.name().startsWith(name))
                .map(span -> span.attributes().getOrDefault("signalbox.task.id", ""))
                .collect(Collectors.toSet());
    }
}
