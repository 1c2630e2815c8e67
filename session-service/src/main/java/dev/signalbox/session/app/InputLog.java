package dev.signalbox.session.app;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** The inputs as they stand in the log, for when the tables are older than it. Methods block. */
public interface InputLog {

    /** Nothing was ever committed, so nothing is missing. */
    InputLog NONE = new InputLog() {
        @Override
        public Map<String, Position> positions(int partition) {
            return Map.of();
        }

        @Override
        public void read(int partition, Map<String, Stretch> stretches, BiConsumer<ReceivedRecord, Instant> reader) {
            // There is nothing to read.
        }

        @Override
        public Set<String> published(int partition, Instant since) {
            return Set.of();
        }
    };

    /** From an offset up to but without another. */
    record Stretch(long from, long to) {}

    /**
     * Where a partition is.
     *
     * @param begin of what the log still has
     * @param committed how far the consumer group says that it was applied
     * @param end of what the log has by now
     */
    record Position(long begin, long committed, long end) {}

    /** Where the partition of each input topic is. */
    Map<String, Position> positions(int partition);

    /** Reads stretches of the partition of several topics as one, in the order of the records' times. */
    void read(int partition, Map<String, Stretch> stretches, BiConsumer<ReceivedRecord, Instant> reader);

    /** Identities ({@link Log#identity}) of what was published about tasks of the partition since then. */
    Set<String> published(int partition, Instant since);
}
