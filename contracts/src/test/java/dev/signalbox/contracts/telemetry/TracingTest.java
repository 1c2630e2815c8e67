package dev.signalbox.contracts.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.TaskId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TracingTest {

    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final String UNSAMPLED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";
    private static final TaskId TASK = new TaskId("task-1");
    private static final Tracing.Source SOURCE = new Tracing.Source("task-requests", 3, 17, "router");

    private final Recorded recorded = new Recorded();
    private final Tracing tracing = recorded.tracing();

    @Test
    void theSpanThatSendsIsTheParentOfTheOneThatProcesses() {
        String travels;
        try (Step processing = tracing.processing(SOURCE, TASK, PARENT);
                Step sending = tracing.sending("task-routes", "task-1", processing)) {
            travels = sending.trace();
        }

        SpanData process = recorded.span("process task-requests");
        SpanData send = recorded.span("send task-routes");
        assertThat(process.getParentSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(process.getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(process.getAttributes().get(Semantics.MESSAGING_KAFKA_OFFSET))
                .isEqualTo(17);
        assertThat(process.getAttributes().get(Semantics.MESSAGING_PARTITION)).isEqualTo("3");
        assertThat(send.getParentSpanId()).isEqualTo(process.getSpanId());
        assertThat(send.getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(travels).isEqualTo("00-0af7651916cd43dd8448eb211c80319c-" + send.getSpanId() + "-01");
    }

    @Test
    void aTaskWithoutATraceHasTheSameOneWheneverItIsRead() {
        tracing.processing(SOURCE, TASK, null).close();
        tracing.processing(SOURCE, TASK, "no traceparent").close();
        tracing.processing(SOURCE, new TaskId("task-2"), null).close();

        assertThat(recorded.spans()).extracting(SpanData::getParentSpanId).containsOnly("0000000000000000");
        assertThat(recorded.spans().get(0).getTraceId())
                .isEqualTo(recorded.spans().get(1).getTraceId())
                .isEqualTo(TaskTraces.of(TASK).traceId())
                .isNotEqualTo(recorded.spans().get(2).getTraceId());
        assertThat(recorded.spans().get(0).getSpanId())
                .isNotEqualTo(recorded.spans().get(1).getSpanId());
    }

    @Test
    void aSecondDeliveryIsLinkedToTheFirstWhoeverRanIt() {
        tracing.attempt(SOURCE, TASK, 1, 1, PARENT, null).close();
        SpanData first = recorded.spans().getFirst();
        Recorded other = new Recorded();

        other.tracing().attempt(SOURCE, TASK, 1, 2, PARENT, null).close();

        assertThat(first.getLinks()).isEmpty();
        assertThat(other.spans().getFirst().getLinks()).singleElement().satisfies(link -> {
            assertThat(link.getSpanContext().getTraceId()).isEqualTo(first.getTraceId());
            assertThat(link.getSpanContext().getSpanId()).isEqualTo(first.getSpanId());
        });
    }

    @Test
    void aSecondAttemptIsLinkedToTheOneBefore() {
        tracing.attempt(SOURCE, TASK, 2, 1, PARENT, "00-0af7651916cd43dd8448eb211c80319c-00000000000000aa-01")
                .close();

        assertThat(recorded.spans().getFirst().getLinks())
                .singleElement()
                .satisfies(link -> assertThat(link.getSpanContext().getSpanId()).isEqualTo("00000000000000aa"));
    }

    @Test
    void whatTheClientDoesNotRecordNobodyRecords() {
        try (Step step = tracing.processing(SOURCE, TASK, UNSAMPLED);
                Step part = step.part("inner")) {
            assertThat(part.trace())
                    .startsWith("00-0af7651916cd43dd8448eb211c80319c-")
                    .endsWith("-00");
        }

        assertThat(recorded.spans()).isEmpty();
    }

    @Test
    void whereTracingIsOffWhatCameGoesOnAndNothingIsMadeForParts() {
        Step step = Tracing.OFF.processing(SOURCE, TASK, PARENT);

        assertThat(step.recorded()).isFalse();
        assertThat(step.trace()).isEqualTo(PARENT);
        assertThat(step.part("inner")).isSameAs(step);
        assertThat(Tracing.OFF.sending("task-routes", "task-1", step)).isSameAs(step);
        assertThat(Tracing.OFF.processing(SOURCE, TASK, null).trace())
                .isEqualTo(TaskTraces.of(TASK).traceparent())
                .endsWith("-00");
    }

    @Test
    void whoIsInAStepMakesPartsOfItAndIsOutsideAfterwards() {
        try (Step step = tracing.processing(SOURCE, TASK, PARENT);
                Step.Scope ignored = step.enter()) {
            Step.current().call("chat haiku").failed("timeout").close();
        }

        SpanData chat = recorded.span("chat haiku");
        assertThat(chat.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(chat.getParentSpanId())
                .isEqualTo(recorded.span("process task-requests").getSpanId());
        assertThat(chat.getAttributes().get(Semantics.ERROR_TYPE)).isEqualTo("timeout");
        assertThat(chat.getStatus().getDescription()).isEmpty();
        assertThat(Step.current()).isSameAs(Step.NONE);
    }

    @Test
    void whatOthersSayOfATraceGoesOnWithEveryStep() {
        String given = PARENT + " congo=t61rcWkgMzE,rojo=1";
        for (Tracing one : List.of(tracing, Tracing.OFF)) {
            try (Step processing = one.processing(SOURCE, TASK, given);
                    Step sending = one.sending("task-routes", "task-1", processing);
                    Step part = processing.part("inner");
                    Step happening = one.happening("workflow", "workflow 1", given, null)) {
                assertThat(List.of(processing, sending, part, happening))
                        .allSatisfy(step -> assertThat(step.trace()).endsWith(" congo=t61rcWkgMzE,rojo=1"));
            }
        }
        assertThat(recorded.spans())
                .hasSize(4)
                .allSatisfy(
                        span -> assertThat(span.getSpanContext().getTraceState().asMap())
                                .containsExactly(Map.entry("congo", "t61rcWkgMzE"), Map.entry("rojo", "1")));
    }

    @Test
    void whatTookLongIsToldAtItsEndWithItsBeginning() {
        Instant since = Instant.parse("2026-11-21T07:00:00Z");

        tracing.happening("await_approval", "approval 1", PARENT, since).close();
        tracing.happening("workflow", "workflow 1", null, null).close();
        tracing.happening("workflow", "workflow 1", "broken", null).close();

        SpanData waited = recorded.span("await_approval");
        assertThat(waited.getParentSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(waited.getStartEpochNanos()).isEqualTo(since.getEpochSecond() * 1_000_000_000);
        assertThat(recorded.spans().subList(1, 3))
                .extracting(SpanData::getTraceId)
                .containsOnly(TaskTraces.of("workflow 1").traceId());
        assertThat(Tracing.OFF.happening("workflow", "workflow 1", null, null).trace())
                .isEqualTo(TaskTraces.of("workflow 1").text());
    }

    @Test
    void stepsOfABatchEndWithTheBatch() {
        Steps steps = new Steps();
        steps.keep(tracing.processing(SOURCE, TASK, PARENT));
        assertThat(recorded.spans()).isEmpty();

        steps.close();

        assertThat(recorded.spans()).hasSize(1);
    }
}
