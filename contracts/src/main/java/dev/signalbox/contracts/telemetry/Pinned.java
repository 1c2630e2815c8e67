package dev.signalbox.contracts.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Identifiers that the next span is to have instead of random ones.
 *
 * @param traceId for a span without a parent
 */
record Pinned(@Nullable String traceId, @Nullable String spanId) {

    private static final ScopedValue<Pinned> NEXT = ScopedValue.newInstance();
    private static final Pinned NOTHING = new Pinned(null, null);

    Span start(SpanBuilder builder) {
        return ScopedValue.where(NEXT, this).call(builder::startSpan);
    }

    static Pinned next() {
        return NEXT.orElse(NOTHING);
    }
}
