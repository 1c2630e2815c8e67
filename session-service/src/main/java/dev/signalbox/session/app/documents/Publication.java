package dev.signalbox.session.app.documents;

import java.time.Instant;
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
 */
public record Publication(
        String topic, String key, String id, @Nullable Object body, Instant at) {}
