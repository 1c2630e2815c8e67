package dev.signalbox.contracts.telemetry;

import dev.signalbox.contracts.TaskId;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Begins steps. Where tracing is off none of them is a span: what came with a record is handed on as it is, and a record
 * without a trace gets the one that follows from its task, so that log lines of all services can be put together.
 */
public final class Tracing {

    /** Records nothing. */
    public static final Tracing OFF = new Tracing(null);

    private static final String SCOPE = "dev.signalbox";

    private final @Nullable Tracer tracer;

    private Tracing(@Nullable Tracer tracer) {
        this.tracer = tracer;
    }

    /** Records what the SDK's sampler takes. */
    public static Tracing with(OpenTelemetry telemetry) {
        return new Tracing(telemetry
                .tracerBuilder(SCOPE)
                .setSchemaUrl(Semantics.SCHEMA_URL)
                .build());
    }

    /**
     * By configuration.
     *
     * @param disabled whether there is nowhere to send spans to; then nobody is asked for telemetry
     */
    public static Tracing configured(boolean disabled, Supplier<OpenTelemetry> telemetry) {
        return disabled ? OFF : with(telemetry.get());
    }

    /**
     * Where a record comes from.
     *
     * @param group that reads it
     */
    public record Source(String topic, int partition, long offset, String group) {}

    /**
     * A record about a task is handled. The parent is the span that sent it; without one the task's own trace begins
     * here, the same one when the record is read again.
     *
     * @param parent of the record, or what is known of the task, as {@link TraceContext#text}
     */
    public Step processing(Source source, TaskId task, @Nullable String parent) {
        return processing(source, task, parent, null);
    }

    /**
     * An attempt is run: the handling of a record of {@code executions-<backend>}, whose identifier follows from task,
     * attempt and delivery. Linked to the delivery before it, or to the attempt before it.
     *
     * @param before where the attempt before was; absent for the first
     */
    public Step attempt(
            Source source, TaskId task, int attempt, int epoch, @Nullable String parent, @Nullable String before) {
        String id = tracer == null ? null : TaskTraces.attemptSpan(task, attempt, epoch);
        Step step = processing(source, task, parent, id);
        TraceContext own = step.recorded() ? step.context() : null;
        if (own != null) {
            step.with(Semantics.ATTEMPT, attempt).with(Semantics.EPOCH, epoch);
            TraceContext delivery = TaskTraces.deliveryBefore(own, task, attempt, epoch);
            step.after(delivery == null ? TraceContext.parse(before) : delivery);
        }
        return step;
    }

    private Step processing(Source source, TaskId task, @Nullable String parent, @Nullable String id) {
        if (tracer == null) {
            boolean known = parent != null && TraceContext.valid(parent);
            return new Step(null, null, known ? parent : TaskTraces.of(task).text(), task);
        }
        TraceContext known = TraceContext.parse(parent);
        SpanBuilder builder = tracer.spanBuilder(Semantics.PROCESS + " " + source.topic())
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute(Semantics.MESSAGING_SYSTEM, Semantics.KAFKA)
                .setAttribute(Semantics.MESSAGING_OPERATION_NAME, Semantics.PROCESS)
                .setAttribute(Semantics.MESSAGING_OPERATION_TYPE, Semantics.PROCESS)
                .setAttribute(Semantics.MESSAGING_DESTINATION_NAME, source.topic())
                .setAttribute(Semantics.MESSAGING_PARTITION, Integer.toString(source.partition()))
                .setAttribute(Semantics.MESSAGING_CONSUMER_GROUP, source.group())
                .setAttribute(Semantics.MESSAGING_KAFKA_OFFSET, (Long) source.offset())
                .setAttribute(Semantics.TASK_ID, task.value());
        if (known == null) {
            return step(new Pinned(TaskTraces.of(task).traceId(), id).start(builder.setNoParent()), task, null);
        }
        builder.setParent(Context.root().with(Span.wrap(Step.spanContext(known))));
        return step(id == null ? builder.startSpan() : new Pinned(null, id).start(builder), task, known.tracestate());
    }

    /**
     * Something happens that is no record: a workflow enters a status, an approval has waited. Short as all steps, even if
     * what it tells of began long ago.
     *
     * @param subject what it happens to; where no trace is known one follows from this, the same one each time
     * @param parent where its trace goes on, as {@link TraceContext#text}
     * @param since when it began; now where that is absent
     */
    public Step happening(String name, String subject, @Nullable String parent, @Nullable Instant since) {
        TraceContext known = TraceContext.parse(parent);
        if (tracer == null) {
            return Step.carrying(known == null ? TaskTraces.of(subject).text() : parent);
        }
        SpanBuilder builder = tracer.spanBuilder(name);
        if (since != null) {
            builder.setStartTimestamp(since);
        }
        if (known == null) {
            return step(new Pinned(TaskTraces.of(subject).traceId(), null).start(builder.setNoParent()), null, null);
        }
        builder.setParent(Context.root().with(Span.wrap(Step.spanContext(known))));
        return step(builder.startSpan(), null, known.tracestate());
    }

    /** A record is sent. Ends when Kafka has it; where nothing is recorded it is the step that sends. */
    public Step sending(String topic, String key, Step within) {
        if (tracer == null || !within.recorded()) {
            return within;
        }
        return sending(topic, key, within.trace());
    }

    /** A record is sent on behalf of somebody whose context is known. */
    public Step sending(String topic, String key, @Nullable String parent) {
        if (tracer == null) {
            return Step.carrying(parent);
        }
        TraceContext known = TraceContext.parse(parent);
        SpanBuilder builder = tracer.spanBuilder(Semantics.SEND + " " + topic)
                .setSpanKind(SpanKind.PRODUCER)
                .setAttribute(Semantics.MESSAGING_SYSTEM, Semantics.KAFKA)
                .setAttribute(Semantics.MESSAGING_OPERATION_NAME, Semantics.SEND)
                .setAttribute(Semantics.MESSAGING_OPERATION_TYPE, Semantics.SEND)
                .setAttribute(Semantics.MESSAGING_DESTINATION_NAME, topic)
                .setAttribute(Semantics.MESSAGING_KAFKA_KEY, key);
        if (known == null) {
            builder.setNoParent();
        } else {
            builder.setParent(Context.root().with(Span.wrap(Step.spanContext(known))));
        }
        return step(builder.startSpan(), null, known == null ? null : known.tracestate());
    }

    Step part(String name, SpanKind kind, Context parent, @Nullable TaskId task, @Nullable String tracestate) {
        if (tracer == null) {
            return Step.NONE;
        }
        return step(tracer.spanBuilder(name).setSpanKind(kind).setParent(parent).startSpan(), task, tracestate);
    }

    /** The text of {@code tracestate} is carried beside the span, because the SDK would write it in a form of its own. */
    private Step step(Span span, @Nullable TaskId task, @Nullable String tracestate) {
        var context = span.getSpanContext();
        String text =
                new TraceContext(context.getTraceId(), context.getSpanId(), context.isSampled(), tracestate).text();
        return new Step(this, span, text, task);
    }
}
