package dev.signalbox.session.domain.letters;

import dev.signalbox.contracts.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record that nobody could read or handle, without what stands in it.
 *
 * @param id names it: topic, partition and offset of the letter
 * @param place where the letter lies in Kafka
 * @param topic where the record came from
 * @param sourcePartition of that topic; absent where the letter does not say it
 * @param sourceOffset in that partition; absent where the letter does not say it
 * @param service who could not handle it, {@link #UNKNOWN} where the letter does not say it
 * @param reason why, {@link #UNKNOWN} where the letter does not say it
 * @param diedAt when it was given up
 * @param taskId the task that it is about, where that can be told
 * @param replayOf the letter whose replay ended here
 * @param size bytes of the value; -1 where there is none
 * @param state what became of it
 * @param replays how often its record was sent again
 * @param handled who saw to it last; absent while it is open
 */
public record DeadLetter(
        String id,
        Place place,
        String topic,
        @Nullable Integer sourcePartition,
        @Nullable Long sourceOffset,
        String service,
        String reason,
        Instant diedAt,
        @Nullable TaskId taskId,
        @Nullable String replayOf,
        int size,
        LetterState state,
        int replays,
        @Nullable Handled handled) {

    /** Stands where a letter does not say something. */
    public static final String UNKNOWN = "unknown";

    /**
     * Where a letter lies.
     *
     * @param topicId Kafka's own id of the topic: a topic that was made anew begins with offset 0 again
     */
    public record Place(String topic, String topicId, int partition, long offset) {

        /** How the letter is called, unless an earlier topic of that name had a letter there. */
        public String id() {
            return topic + "-" + partition + "-" + offset;
        }

        /** How it is called then. */
        public String longId() {
            return id() + "." + topicId;
        }
    }

    /**
     * Somebody saw to it.
     *
     * @param by the operator's name
     */
    public record Handled(Instant at, String by, @Nullable String note) {}

    /** The same under another name. */
    public DeadLetter named(String other) {
        return new DeadLetter(
                other,
                place,
                topic,
                sourcePartition,
                sourceOffset,
                service,
                reason,
                diedAt,
                taskId,
                replayOf,
                size,
                state,
                replays,
                handled);
    }
}
