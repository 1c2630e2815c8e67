package dev.signalbox.session.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.event.TaskOutput;
import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.telemetry.Recorded;
import dev.signalbox.contracts.telemetry.Steps;
import dev.signalbox.contracts.telemetry.TraceContext;
import dev.signalbox.contracts.testing.Samples;
import dev.signalbox.session.app.TaskStore.BatchResult;
import dev.signalbox.session.app.TaskStore.Loaded;
import dev.signalbox.session.domain.Input;
import dev.signalbox.session.domain.LifecyclePolicy;
import dev.signalbox.session.domain.Task;
import dev.signalbox.session.domain.TaskLifecycle;
import dev.signalbox.session.domain.TaskState;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where a task's trace goes on. */
class TaskStepsTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String FIRST_ATTEMPT = "00-" + TRACE + "-00000000000000aa-01";
    private static final String ROUTER = "00-" + TRACE + "-00000000000000bb-01";
    private static final String PERSON = "00-11111111111111111111111111111111-00000000000000cc-01";

    private final Recorded recorded = new Recorded();
    private final BatchApplier applier = new BatchApplier(
            new TaskLifecycle(LifecyclePolicy.DEFAULT),
            new RecordCodec("/test"),
            Clock.systemUTC(),
            (before, after, effects) -> {},
            recorded.tracing());

    private static Task routing() {
        return new Task(
                Samples.TASK,
                Samples.TENANT,
                null,
                Map.of(),
                Samples.AT,
                new TaskState.Routing(2),
                List.of(),
                null,
                Samples.AT,
                FIRST_ATTEMPT);
    }

    private BatchResult apply(String topic, Input input, @Nullable String trace) {
        ReceivedRecord record =
                new ReceivedRecord(topic, 0, 0, input, trace, reason -> new ProducerRecord<>("dead", null));
        try (Steps steps = new Steps()) {
            BatchResult result = applier.apply(
                    List.of(record), new Loaded(Map.of(Samples.TASK, routing()), Map.of(), Map.of()), steps);
            assertThat(recorded.spans()).as("before the batch is published").isEmpty();
            return result;
        }
    }

    private static List<ProducerRecord<String, byte[]>> outputs(BatchResult result) {
        return Objects.requireNonNull(result.outbox().get(0));
    }

    private static @Nullable String header(ProducerRecord<String, byte[]> record, String name) {
        return RecordCodec.text(record.headers(), name);
    }

    @Test
    void aFurtherAttemptIsSentByASpanOfItsOwnAndToldWhichAttemptWasBefore() {
        BatchResult result = apply(Topics.TASK_ROUTES, BatchApplierTest.routed(), ROUTER);

        SpanData process = recorded.span("process task-routes");
        SpanData send = recorded.span("send executions-local");
        ProducerRecord<String, byte[]> execution = outputs(result).stream()
                .filter(record -> record.topic().equals("executions-local"))
                .findFirst()
                .orElseThrow();
        assertThat(process.getParentSpanId()).isEqualTo("00000000000000bb");
        assertThat(send.getParentSpanId()).isEqualTo(process.getSpanId());
        assertThat(header(execution, RecordCodec.TRACEPARENT))
                .isEqualTo("00-" + TRACE + "-" + send.getSpanId() + "-01");
        assertThat(header(execution, RecordCodec.TRACELINK)).isEqualTo(FIRST_ATTEMPT);
        assertThat(result.changed())
                .singleElement()
                .satisfies(
                        task -> assertThat(task.trace()).isEqualTo("00-" + TRACE + "-" + process.getSpanId() + "-01"));
    }

    @Test
    void whatAPersonAsksForLaterIsASpanOfTheTasksTraceLinkedToTheRequest() {
        BatchResult result = apply(Topics.TASK_COMMANDS, new Input.Cancel(Samples.TASK, "secret reason"), PERSON);

        SpanData process = recorded.span("process task-commands");
        assertThat(process.getTraceId()).isEqualTo(TRACE);
        assertThat(process.getParentSpanId()).isEqualTo("00000000000000aa");
        assertThat(process.getLinks())
                .singleElement()
                .satisfies(link -> assertThat(link.getSpanContext().getSpanId()).isEqualTo("00000000000000cc"));
        assertThat(process.getAttributes().toString()).doesNotContain("secret reason");
        assertThat(outputs(result))
                .isNotEmpty()
                .allSatisfy(record -> assertThat(TraceContext.parse(header(record, RecordCodec.TRACEPARENT)))
                        .extracting(TraceContext::traceId)
                        .isEqualTo(TRACE));
    }

    @Test
    void aPieceOfOutputHasNoSpanAndCarriesItsTraceOn() {
        TaskOutput output = new TaskOutput(Samples.TASK, 2, 1, 0, Stream.STDOUT, "hello", Samples.AT);

        apply(Topics.EXECUTION_PROGRESS, new Input.Progress(Samples.TASK, 2, 1, "out:0", output), ROUTER);

        assertThat(recorded.spans()).isEmpty();
    }

    @Test
    void whereNothingIsRecordedTheTraceIsKeptAndCarriedOnAllTheSame() {
        BatchApplier off = new BatchApplier(
                new TaskLifecycle(LifecyclePolicy.DEFAULT),
                new RecordCodec("/test"),
                Clock.systemUTC(),
                (before, after, effects) -> {});
        ReceivedRecord record = new ReceivedRecord(
                Topics.TASK_ROUTES, 0, 0, BatchApplierTest.routed(), ROUTER, reason -> new ProducerRecord<>("d", null));

        BatchResult result =
                off.apply(List.of(record), new Loaded(Map.of(Samples.TASK, routing()), Map.of(), Map.of()));

        assertThat(outputs(result))
                .allSatisfy(output ->
                        assertThat(header(output, RecordCodec.TRACEPARENT)).isEqualTo(ROUTER));
        assertThat(result.changed()).extracting(Task::trace).containsExactly(ROUTER);
    }
}
