package dev.signalbox.session.app.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.WorkflowId;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.telemetry.Recorded;
import dev.signalbox.contracts.telemetry.Step;
import dev.signalbox.contracts.telemetry.TraceContext;
import dev.signalbox.contracts.telemetry.Tracing;
import dev.signalbox.session.app.documents.InMemoryDocuments;
import dev.signalbox.session.app.documents.Publication;
import dev.signalbox.session.domain.workflows.Outcome;
import dev.signalbox.session.domain.workflows.Plan;
import dev.signalbox.session.domain.workflows.Workflow;
import dev.signalbox.session.domain.workflows.WorkflowLifecycle;
import dev.signalbox.session.domain.workflows.WorkflowPolicy;
import dev.signalbox.session.domain.workflows.WorkflowRequest;
import dev.signalbox.session.domain.workflows.WorkflowStatus;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where the trace of a workflow goes on. */
class WorkflowTracesTest {

    private static final WorkflowId ID = new WorkflowId("0199a0b0-0000-7000-8000-00000000000f");
    private static final TenantId ACME = new TenantId("acme");
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CLIENT = "00-" + TRACE + "-00000000000000aa-01 congo=1";
    private static final WorkflowPolicy POLICY = WorkflowPolicy.DEFAULT;

    private final Recorded recorded = new Recorded();
    private final InMemoryDocuments<Workflow> documents = new InMemoryDocuments<>();
    private final List<WorkflowStatus> entered = new ArrayList<>();

    private StoredWorkflows workflows(Tracing tracing) {
        return new StoredWorkflows(
                documents,
                new WorkflowObserver() {
                    @Override
                    public void entered(WorkflowId id, WorkflowStatus status) {
                        entered.add(status);
                        assertThat(Step.current().context())
                                .as("lines about it have its trace")
                                .extracting(TraceContext::traceId)
                                .isEqualTo(TRACE);
                    }

                    @Override
                    public void tried(WorkflowId id, String outcome) {}
                },
                Clock.systemUTC(),
                tracing);
    }

    private static Workflow begin(StoredWorkflows workflows, @Nullable String client) {
        WorkflowRequest request = new WorkflowRequest("Build a shop", List.of(), Money.of("5"), null, null);
        try (Step.Scope ignored = Step.carrying(client).enter()) {
            return workflows.begin(ID, now -> WorkflowLifecycle.begin(ID, ACME, request, POLICY, now));
        }
    }

    private Publication request(String task) {
        return documents.published().stream()
                .filter(one ->
                        one.topic().equals(Topics.TASK_REQUESTS) && one.key().endsWith(task))
                .findFirst()
                .orElseThrow(() -> new AssertionError(task + " in " + documents.published()));
    }

    @Test
    void allThatAWorkflowSendsGoesOnFromWhereItBegan() {
        Workflow workflow = begin(workflows(recorded.tracing()), CLIENT);
        begin(workflows(recorded.tracing()), "00-11111111111111111111111111111111-00000000000000bb-01");

        SpanData begun = recorded.span("workflow");
        assertThat(recorded.spans()).as("what is there is not begun again").hasSize(2);
        assertThat(begun.getTraceId()).isEqualTo(TRACE);
        assertThat(begun.getParentSpanId()).isEqualTo("00000000000000aa");
        assertThat(recorded.span("workflow planning").getParentSpanId()).isEqualTo(begun.getSpanId());
        String place = "00-" + TRACE + "-" + begun.getSpanId() + "-01 congo=1";
        assertThat(documents.published())
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.trace()).isEqualTo(place));
        assertThat(workflow.trace().begun()).isEqualTo(place);
        assertThat(WorkflowView.whole(workflow).traceId()).isEqualTo(TRACE);
    }

    @Test
    void aTaskIsLinkedToAllThatItFollowsFrom() {
        StoredWorkflows workflows = workflows(recorded.tracing());
        begin(workflows, CLIENT);
        TaskId third = new TaskId("wf:" + ID + ":s3:1");
        change(workflows, end("a0"), List.of(step("s1", true), step("s2", true), step("s3", false)));
        change(workflows, end("a1"), List.of(step("s1", false), step("s2", true), step("s3", false)));
        change(workflows, end("a2"), List.of(step("s1", false), step("s2", false), step("s3", true)));

        List<TraceContext> causes = WorkflowSteps.causes(stored(), third, Step.carrying(end("a2")));

        assertThat(causes).extracting(TraceContext::spanId).containsExactly("00000000000000a2", "00000000000000a1");
    }

    /** A step, of which the third builds on the others. */
    private static dev.signalbox.session.domain.workflows.Step step(String id, boolean works) {
        return new dev.signalbox.session.domain.workflows.Step(
                id,
                new Plan.PlannedStep(id, "", null, null, List.of(), "", null),
                null,
                id.equals("s3") ? List.of("s1", "s2") : List.of(),
                works
                        ? dev.signalbox.session.domain.workflows.Step.State.WORKING
                        : dev.signalbox.session.domain.workflows.Step.State.WAITING,
                works ? new TaskId("wf:" + ID + ":" + id + ":1") : null,
                List.of(),
                0,
                List.of(),
                List.of(),
                null,
                null);
    }

    private static Workflow with(Workflow workflow, List<dev.signalbox.session.domain.workflows.Step> steps) {
        ObjectNode document = Json.mapper().valueToTree(workflow);
        document.set("steps", Json.mapper().valueToTree(steps));
        try {
            return Json.mapper().treeToValue(document, Workflow.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As another instance reads it after a restart. */
    private Workflow stored() {
        try {
            return Json.mapper()
                    .readValue(
                            Json.mapper()
                                    .writeValueAsString(documents
                                            .find(ID.value())
                                            .orElseThrow()
                                            .document()),
                            Workflow.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String end(String span) {
        return "00-" + TRACE + "-" + "0".repeat(16 - span.length()) + span + "-01";
    }

    private static void change(
            StoredWorkflows workflows, String cause, List<dev.signalbox.session.domain.workflows.Step> steps) {
        try (Step.Scope ignored = Step.carrying(cause).enter()) {
            var unused = workflows.change(ID, (one, now) -> new Outcome(with(one, steps), List.of(), null));
        }
    }

    @Test
    void whereTracingIsOffTheTraceGoesOnAllTheSame() {
        Workflow workflow = begin(workflows(Tracing.OFF), CLIENT);

        assertThat(workflow.trace().begun()).isEqualTo(CLIENT);
        assertThat(request(":plan:1").trace()).isEqualTo(CLIENT);
        assertThat(entered).contains(WorkflowStatus.PLANNING);
    }

    @Test
    void oneFromBeforeTracesWereKeptGoesOnFromWhatHappens() {
        begin(workflows(Tracing.OFF), CLIENT);
        documents.change(
                ID.value(),
                found -> new dev.signalbox.session.app.documents.Changed<>(
                        new dev.signalbox.session.app.documents.Stored<>(
                                ID.value(),
                                ACME,
                                "planning",
                                found.orElseThrow().createdAt(),
                                null,
                                found.orElseThrow().document().traced(null)),
                        List.of(),
                        true));
        int before = documents.published().size();

        try (Step.Scope ignored = Step.carrying(end("b1")).enter()) {
            var unused = workflows(Tracing.OFF)
                    .change(ID, (one, now) -> WorkflowLifecycle.cancel(one, "enough", POLICY, now));
        }

        assertThat(documents.published().subList(before, documents.published().size()))
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.trace()).isEqualTo(end("b1")));
    }
}
