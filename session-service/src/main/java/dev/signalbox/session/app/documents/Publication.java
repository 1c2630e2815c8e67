package dev.signalbox.session.app.documents;

import dev.signalbox.contracts.telemetry.TraceContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record that follows from a change. It is stored with the change and published after it, at least once, in the order
 * of the changes of one key.
 *
 * @param topic where to
 * @param key of the record
 * @param id of the CloudEvent: the same whenever the same is derived again
 * @param body a record of the contracts; absent for a tombstone
 * @param at the time of the event
 * @param trace where its trace goes on, as {@link TraceContext#text}; absent where that is the step of whoever changes
 * @param after what led to it in other places of the trace, or in other traces
 */
public record Publication(
        String topic,
        String key,
        String id,
        @Nullable Object body,
        Instant at,
        @Nullable String trace,
        List<TraceContext> after) {

    public Publication {
        after = List.copyOf(after);
    }

    /** Goes on from the step of whoever changes. */
    public Publication(String topic, String key, String id, @Nullable Object body, Instant at) {
        this(topic, key, id, body, at, null, List.of());
    }

    /** The same in another place. */
    public Publication below(@Nullable String place, List<TraceContext> links) {
        return new Publication(topic, key, id, body, at, place, links);
    }
}
