package dev.signalbox.session.app;

import dev.signalbox.session.app.InputLog.Position;
import dev.signalbox.session.app.InputLog.Stretch;
import dev.signalbox.session.app.TaskStore.InputPartition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Applies what the tables lack. Offsets are committed after their records were applied, so a committed offset beyond
 * what the tables know, or a record that is not the next one, says one thing only: the tables were put back to an
 * earlier time, by a restore or by a standby that had not received everything. What came since then is read from the log, in the order of its times and as of them, and what it led to then is not published again.
 *
 * <p>Redis is filled in the same way by its projector.
 */
final class CatchUp {

    private static final Logger LOG = Logger.getLogger(CatchUp.class);
    private static final int MOST_AT_ONCE = 500;

    /** Records of one transaction have one time. */
    private static final Duration LONGEST_CHUNK = Duration.ofSeconds(1);

    private final TaskStore store;
    private final InputLog inputs;
    private final Function<String, String> topicIds;

    CatchUp(TaskStore store, InputLog inputs, Function<String, String> topicIds) {
        this.store = store;
        this.inputs = inputs;
        this.topicIds = topicIds;
    }

    /** Applies records in the order in which they are given. */
    interface Applier {
        void apply(List<ReceivedRecord> records, Instant at, Set<String> published);
    }

    /**
     * Applies what is missing of the partition; gives how many records that were.
     *
     * @param gap whether a record came that the tables are not ready for
     */
    long catchUp(int partition, boolean gap, Applier applier) {
        Map<String, Stretch> missing = missing(partition, gap);
        if (missing.isEmpty()) {
            return 0;
        }
        LOG.warnf("partition %d: the tables are older than the log, applying again %s", partition, missing);
        Chunks chunks = new Chunks(partition, applier);
        inputs.read(partition, missing, chunks::add);
        chunks.apply();
        LOG.infof("partition %d: %d records were applied again", partition, chunks.applied);
        return chunks.applied;
    }

    /** All there is, where anything is missing: what was applied a moment before a crash is not committed yet. */
    private Map<String, Stretch> missing(int partition, boolean gap) {
        // Read in this order, so that what another instance applies and commits meanwhile does not look missing.
        Map<String, Position> positions = inputs.positions(partition);
        Map<String, InputPartition> partitions = new HashMap<>();
        positions
                .keySet()
                .forEach(topic -> partitions.put(topic, new InputPartition(topicIds.apply(topic), partition)));
        Map<InputPartition, Long> progress = store.progress(partitions.values());
        Map<String, Stretch> missing = new HashMap<>();
        boolean older = gap;
        for (Map.Entry<String, Position> each : positions.entrySet()) {
            Position position = each.getValue();
            long known = progress.getOrDefault(partitions.get(each.getKey()), 0L);
            long from = Math.max(known, position.begin());
            older |= from < position.committed();
            if (from < position.end()) {
                missing.put(each.getKey(), new Stretch(from, position.end()));
            }
        }
        return older ? missing : Map.of();
    }

    private final class Chunks {

        private final int partition;
        private final Applier applier;
        private final List<ReceivedRecord> chunk = new ArrayList<>();
        private @Nullable Set<String> published;
        private Instant first = Instant.EPOCH;
        private Instant last = Instant.EPOCH;
        private long applied;

        Chunks(int partition, Applier applier) {
            this.partition = partition;
            this.applier = applier;
        }

        void add(ReceivedRecord record, Instant at) {
            if (chunk.size() == MOST_AT_ONCE || at.isAfter(first.plus(LONGEST_CHUNK))) {
                apply();
            }
            if (chunk.isEmpty()) {
                first = at;
            }
            last = at;
            chunk.add(record);
        }

        void apply() {
            if (chunk.isEmpty()) {
                return;
            }
            Set<String> known = published;
            if (known == null) {
                // Effects come after their causes, but clocks of machines differ a little.
                known = inputs.published(partition, first.minusSeconds(5));
                published = known;
            }
            applier.apply(List.copyOf(chunk), last, known);
            applied += chunk.size();
            chunk.clear();
        }
    }
}
