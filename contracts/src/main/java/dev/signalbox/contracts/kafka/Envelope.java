package dev.signalbox.contracts.kafka;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record as it came from Kafka, with what its headers say.
 *
 * @param id CloudEvents {@code id}; {@code topic/partition/offset} for a client that sends no headers
 * @param type what the body is
 * @param time when it was made; the record's timestamp where the header is missing
 * @param key the record's key; empty where there is none
 * @param trace W3C trace context, carried on to what follows from this record: {@code TraceContext.text}
 * @param body the record
 */
public record Envelope(
        String id,
        RecordType type,
        Instant time,
        String key,
        @Nullable String trace,
        Object body) {

    /**
     * The body as what the type says it is.
     *
     * @throws ClassCastException when it is something else
     */
    public <T> T as(Class<T> expected) {
        return expected.cast(body);
    }
}
