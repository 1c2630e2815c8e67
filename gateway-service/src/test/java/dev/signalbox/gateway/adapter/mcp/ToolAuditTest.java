package dev.signalbox.gateway.adapter.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.audit.AuditPhase;
import dev.signalbox.contracts.audit.AuditRecorded;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.telemetry.TraceContext;
import dev.signalbox.gateway.app.RecordActs;
import dev.signalbox.gateway.app.Refusal;
import dev.signalbox.gateway.domain.Caller;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolAuditTest {

    private static final Caller CALLER = Caller.of(new TenantId("alpha"), TraceContext.start(1, 2, 3), "ada");

    private final List<AuditRecorded> records = new ArrayList<>();
    private boolean logAway;

    private final ToolAudit audit = new ToolAudit(new RecordActs(
            (record, trace) -> {
                if (logAway) {
                    return Uni.createFrom().failure(Refusal.unavailable("away", new IllegalStateException()));
                }
                records.add(record);
                return Uni.createFrom().voidItem();
            },
            Clock.systemUTC()));

    private ToolOutcome call(String tool, ObjectNode arguments, ToolOutcome outcome) {
        return audit.around(declared(tool), new ToolCall(CALLER, arguments, ToolCall.Progress.NONE), () -> {
                    records.add(null);
                    return Uni.createFrom().item(outcome);
                })
                .await()
                .atMost(Duration.ofSeconds(5));
    }

    private static ToolDeclaration declared(String tool) {
        return ToolDeclarations.read().stream()
                .filter(declaration -> declaration.name().equals(tool))
                .findFirst()
                .orElseThrow();
    }

    /** A null among the records is where the tool worked. */
    @Test
    void recordsADecisionBeforeItIsHandedOnAndWhatCameOfIt() {
        call(
                "decide_approval",
                JsonWords.object()
                        .put("approval_id", "a-1")
                        .put("decision", "grant")
                        .put("comment", "because of the secret plan"),
                ToolOutcome.of(JsonWords.object().put("approval_id", "a-1")));

        assertThat(records).hasSize(3);
        assertThat(records.get(1)).isNull();
        AuditRecorded asked = records.get(0);
        assertThat(asked.phase()).isEqualTo(AuditPhase.ASKED);
        assertThat(asked.action()).isEqualTo("approval.decide");
        assertThat(asked.choice()).isEqualTo("grant");
        assertThat(asked.subjectId()).isEqualTo("a-1");
        assertThat(asked.actor()).isEqualTo("alpha");
        assertThat(asked.onBehalfOf()).isEqualTo("ada");
        assertThat(records.get(2).phase()).isEqualTo(AuditPhase.DONE);
        assertThat(records.get(2).requestId()).isEqualTo(asked.requestId());
        assertThat(records.toString()).doesNotContain("secret");
    }

    @Test
    void doesNothingThatTheLogDoesNotKnowOf() {
        logAway = true;
        assertThatThrownBy(() -> call("end_session", JsonWords.object().put("session_id", "s-1"), done()))
                .isInstanceOf(Refusal.class);
        assertThat(records).isEmpty();
    }

    @Test
    void namesTheProblemOfARefusal() {
        assertThatThrownBy(() -> audit.around(
                                declared("end_session"),
                                new ToolCall(CALLER, JsonWords.object(), ToolCall.Progress.NONE),
                                () -> Uni.createFrom().failure(Refusal.of(ProblemType.SESSION_ENDED, "it has")))
                        .await()
                        .atMost(Duration.ofSeconds(5)))
                .isInstanceOf(Refusal.class);
        assertThat(records.getLast().phase()).isEqualTo(AuditPhase.REFUSED);
        assertThat(records.getLast().problem()).isEqualTo("session-ended");
    }

    @Test
    void recordsAnAnalysisOnlyWhereItCreatesASession() {
        call("analyze_task", JsonWords.object().put("task_description", "d"), done());
        call("run_task", JsonWords.object(), done());
        call("list_agents", JsonWords.object(), done());
        assertThat(records).containsOnlyNulls();

        call(
                "analyze_task",
                JsonWords.object().put("task_description", "d").put("analyze_only", false),
                ToolOutcome.of(JsonWords.object().put("session_id", "s-9")));
        assertThat(records.getLast().action()).isEqualTo("session.create");
        assertThat(records.getLast().subjectId()).isEqualTo("s-9");
    }

    private static ToolOutcome done() {
        return ToolOutcome.of(JsonWords.object());
    }
}
