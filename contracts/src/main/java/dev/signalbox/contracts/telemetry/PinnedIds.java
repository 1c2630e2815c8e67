package dev.signalbox.contracts.telemetry;

import io.opentelemetry.sdk.trace.IdGenerator;

/**
 * Random identifiers, but for spans whose identifiers follow from their task ({@link TaskTraces}). A service hands one to
 * the SDK as a bean. Needs opentelemetry-sdk-trace, which is there wherever tracing is.
 */
public final class PinnedIds implements IdGenerator {

    private final IdGenerator random = IdGenerator.random();

    @Override
    public String generateSpanId() {
        String pinned = Pinned.next().spanId();
        return pinned == null ? random.generateSpanId() : pinned;
    }

    @Override
    public String generateTraceId() {
        String pinned = Pinned.next().traceId();
        return pinned == null ? random.generateTraceId() : pinned;
    }
}
