package dev.signalbox.contracts.telemetry;

import dev.signalbox.contracts.TaskId;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/**
 * A step on the way of a task: a span where tracing is on, else only the trace context that goes on. Ends when it is
 * closed; one that is never closed is not told. Thread-safe.
 */
public final class Step implements AutoCloseable {

    /** No step: nothing is traced. */
    public static final Step NONE = new Step(null, null, null, null);

    private static final ThreadLocal<Step> CURRENT = new ThreadLocal<>();

    private final @Nullable Tracing tracing;
    private final @Nullable Span span;
    private final @Nullable String trace;
    private final @Nullable TaskId task;

    Step(@Nullable Tracing tracing, @Nullable Span span, @Nullable String trace, @Nullable TaskId task) {
        this.task = task;
        this.tracing = tracing;
        this.span = span;
        this.trace = trace;
    }

    /** The step that this thread is in. */
    public static Step current() {
        Step current = CURRENT.get();
        return current == null ? NONE : current;
    }

    /** What this thread does from now on is done in this step: log lines have its trace, steps become its parts. */
    public Scope enter() {
        Step before = CURRENT.get();
        CURRENT.set(this);
        return () -> {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        };
    }

    /** Being in a step; to be closed by the same thread. */
    @FunctionalInterface
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    /** What records that follow from this step carry, as {@link TraceContext#text}; null where no trace is known. */
    public @Nullable String trace() {
        return trace;
    }

    /** The trace and this place in it; null where none is known. */
    public @Nullable TraceContext context() {
        return TraceContext.parse(trace);
    }

    /** What it is about; null where that is no one task. */
    @Nullable
    TaskId task() {
        return task;
    }

    /** A part of this step on our side; where nothing is recorded it is this step itself. */
    public Step part(String name) {
        return part(name, SpanKind.INTERNAL);
    }

    /** A call of something outside. */
    public Step call(String name) {
        return part(name, SpanKind.CLIENT);
    }

    private Step part(String name, SpanKind kind) {
        if (tracing == null || span == null || !span.isRecording()) {
            return unrecorded();
        }
        return tracing.part(name, kind, Context.root().with(span), task, TraceContext.tracestate(trace));
    }

    /** A part that records nothing: closing it must not end this one. */
    private Step unrecorded() {
        return span == null ? this : new Step(null, null, trace, task);
    }

    /** A step that records nothing and carries a trace on as it came; an unreadable one is dropped. */
    public static Step carrying(@Nullable String trace) {
        return trace == null || !TraceContext.valid(trace) ? NONE : new Step(null, null, trace, null);
    }

    /** Whether it is a span. */
    public boolean recorded() {
        return span != null;
    }

    /** Says something about it; nothing where the value is absent. */
    public <T> Step with(AttributeKey<T> name, @Nullable T value) {
        if (span != null && value != null) {
            span.setAttribute(name, value);
        }
        return this;
    }

    /** Says something about it in a number. */
    public Step with(AttributeKey<Long> name, long value) {
        if (span != null) {
            span.setAttribute(name, (Long) value);
        }
        return this;
    }

    /** What came before in another span: the attempt before, the request that caused it. */
    public Step after(@Nullable TraceContext before) {
        if (span != null && before != null) {
            span.addLink(spanContext(before));
        }
        return this;
    }

    /**
     * It failed.
     *
     * @param kind of the failure, one of few: a name of ours or of a class, never a message
     */
    public Step failed(String kind) {
        if (span != null) {
            span.setStatus(StatusCode.ERROR);
            span.setAttribute(Semantics.ERROR_TYPE, kind);
        }
        return this;
    }

    @Override
    public void close() {
        if (span != null) {
            span.end();
        }
    }

    static SpanContext spanContext(TraceContext context) {
        return SpanContext.createFromRemoteParent(
                context.traceId(),
                context.spanId(),
                context.sampled() ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                Tracestate.state(context.tracestate()));
    }
}
