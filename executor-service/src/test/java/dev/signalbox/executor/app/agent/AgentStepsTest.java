package dev.signalbox.executor.app.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.telemetry.Recorded;
import dev.signalbox.contracts.telemetry.Semantics;
import dev.signalbox.contracts.telemetry.Step;
import dev.signalbox.contracts.telemetry.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What traces tell of an agent's work. */
class AgentStepsTest extends WithSimulatedModels {

    private static final Tracing.Source SOURCE = new Tracing.Source("executions-local", 0, 0, "executors-local");
    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final Recorded recorded = new Recorded();

    private void traced(Asking asking) throws InterruptedException {
        try (Step step = recorded.tracing().attempt(SOURCE, new TaskId("task-1"), 1, 1, PARENT, null);
                Step.Scope ignored = step.enter()) {
            work(asking);
        }
    }

    private List<SpanData> named(String begins) {
        return recorded.spans().stream()
                .filter(span -> span.getName().startsWith(begins))
                .toList();
    }

    @Test
    void aCallOfAModelIsASpanOfTheAgentsWorkWithItsTokens() throws InterruptedException {
        traced(Asking.prompt("Say something nice about canary-prompt."));

        SpanData agent = recorded.span("invoke_agent");
        SpanData chat = recorded.span("chat " + Asking.HAIKU);
        assertThat(agent.getParentSpanId())
                .isEqualTo(recorded.span("process executions-local").getSpanId());
        assertThat(chat.getParentSpanId()).isEqualTo(agent.getSpanId());
        assertThat(chat.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(chat.getAttributes().get(Semantics.GEN_AI_PROVIDER)).isEqualTo("anthropic");
        assertThat(chat.getAttributes().get(Semantics.GEN_AI_INPUT_TOKENS)).isPositive();
        assertThat(chat.getAttributes().get(Semantics.GEN_AI_OUTPUT_TOKENS)).isPositive();
        assertThat(chat.getAttributes().get(Semantics.GEN_AI_FINISH_REASONS)).containsExactly("stop");
        assertThat(recorded.spans().toString()).doesNotContain("canary-prompt");
    }

    @Test
    void aCallThatFailsSaysHowAndTheOneThatStandsInIsBesideIt() throws InterruptedException {
        traced(Asking.prompt("Say hello. [simulate: status=529 model=" + Asking.HAIKU + " times=20]")
                .models(Asking.HAIKU, Asking.LUNA));

        assertThat(named("chat " + Asking.HAIKU)).hasSize(3).allSatisfy(span -> {
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(span.getAttributes().get(Semantics.ERROR_TYPE)).isEqualTo("overloaded");
        });
        assertThat(named("chat " + Asking.LUNA))
                .singleElement()
                .satisfies(span -> assertThat(span.getAttributes().get(Semantics.GEN_AI_PROVIDER))
                        .isEqualTo("openai"));
    }

    @Test
    void aToolThatAModelMadeUpIsNotToldByItsName() throws InterruptedException {
        traced(Asking.prompt("Try it. [simulate: tool=canary_tool]"));

        assertThat(named("execute_tool")).extracting(SpanData::getName).containsExactly("execute_tool unknown");
        assertThat(recorded.spans().toString()).doesNotContain("canary_tool");
    }
}
