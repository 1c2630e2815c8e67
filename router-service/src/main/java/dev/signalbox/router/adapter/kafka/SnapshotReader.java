package dev.signalbox.router.adapter.kafka;

import dev.signalbox.contracts.kafka.DeadLetters;
import dev.signalbox.contracts.kafka.KafkaConnection;
import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.contracts.kafka.UnreadableRecordException;
import dev.signalbox.contracts.replay.ReplayReport;
import dev.signalbox.router.app.RoutingMetrics;
import dev.signalbox.router.app.SnapshotProgress;
import dev.signalbox.router.app.Snapshots;
import dev.signalbox.router.app.replay.KnownReplays;
import dev.signalbox.router.domain.Snapshot;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the snapshot: every instance reads all of the compacted topics from their beginning, on a thread of its own,
 * for as long as it lives. The group is used only to remember up to where unreadable records were put to the dead
 * letters, so that a restart does not put them there again.
 */
@ApplicationScoped
public class SnapshotReader implements Snapshots, SnapshotProgress, KnownReplays {

    private static final Logger LOG = Logger.getLogger(SnapshotReader.class);
    private static final String GROUP = "router-snapshot";
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final KafkaConnection kafka;
    private final RecordPublisher publisher;
    private final Clock clock;
    private final Thread thread;
    private volatile Snapshot current = Snapshot.EMPTY;
    private final Map<String, ReplayReport> replays = new ConcurrentHashMap<>();
    private final RoutingMetrics metrics;
    private volatile @Nullable Instant completeSince;
    private volatile boolean stopping;
    private volatile @Nullable Consumer<String, byte[]> consumer;

    public SnapshotReader(KafkaConnection kafka, RecordPublisher publisher, RoutingMetrics metrics, Clock clock) {
        this.metrics = metrics;
        this.kafka = kafka;
        this.publisher = publisher;
        this.clock = clock;
        this.thread = new Thread(this::run, "snapshot-reader");
        this.thread.setDaemon(true);
    }

    void start(@Observes StartupEvent event) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        Consumer<String, byte[]> running = consumer;
        if (running != null) {
            running.wakeup();
        }
        thread.join(Duration.ofSeconds(5));
    }

    @Override
    public Snapshot current() {
        return current;
    }

    @Override
    public @Nullable Instant completeSince() {
        return completeSince;
    }

    @Override
    public Map<String, ReplayReport> replays() {
        return replays;
    }

    @Override
    public boolean running() {
        return thread.isAlive();
    }

    private void run() {
        while (!stopping) {
            try (Consumer<String, byte[]> opened = open()) {
                consumer = opened;
                follow(opened);
            } catch (WakeupException e) {
                LOG.debug("woken up to stop");
            } catch (RuntimeException e) {
                LOG.warnf(e, "The snapshot cannot be read at the moment; trying again");
                pause();
            } finally {
                consumer = null;
            }
        }
    }

    private Consumer<String, byte[]> open() {
        Map<String, Object> settings = new HashMap<>(kafka.settings());
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "signalbox-router-snapshot");
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** Reads from the beginning to the ends that stand now, then on. A reader that begins again begins afresh. */
    private void follow(Consumer<String, byte[]> from) {
        List<TopicPartition> partitions = partitions(from);
        if (stopping) {
            return;
        }
        from.assign(partitions);
        from.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = from.endOffsets(partitions);
        Map<TopicPartition, OffsetAndMetadata> handled = from.committed(Set.copyOf(partitions));
        SnapshotState state = new SnapshotState(replays);
        boolean complete = false;
        while (!stopping) {
            ConsumerRecords<String, byte[]> records = from.poll(complete ? POLL : Duration.ofMillis(100));
            apply(records, state, handled, from);
            boolean readAll =
                    complete || ends.entrySet().stream().allMatch(end -> from.position(end.getKey()) >= end.getValue());
            boolean settled = state.settle(clock.instant());
            if (readAll && (!complete || !records.isEmpty() || settled)) {
                current = state.snapshot();
                metrics.announced(current.backends());
            }
            if (readAll && !complete) {
                complete = true;
                Snapshot read = current;
                LOG.infof(
                        "Snapshot read: backends=%s agents=%d statistics=%d policies=%s",
                        read.backends().keySet(),
                        read.agents().size(),
                        read.statistics().size(),
                        read.policies().keySet());
                completeSince = completeSince == null ? clock.instant() : completeSince;
            }
        }
    }

    private List<TopicPartition> partitions(Consumer<String, byte[]> from) {
        while (!stopping) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : SnapshotState.TOPICS) {
                List<PartitionInfo> found = from.partitionsFor(topic);
                if (found != null) {
                    found.forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
                }
            }
            Set<String> topics = partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
            if (topics.size() == SnapshotState.TOPICS.size()) {
                return partitions;
            }
            LOG.infof("Waiting for the topics %s", SnapshotState.TOPICS);
            pause();
        }
        return List.of();
    }

    private void apply(
            ConsumerRecords<String, byte[]> records,
            SnapshotState state,
            Map<TopicPartition, OffsetAndMetadata> handled,
            Consumer<String, byte[]> from) {
        Map<TopicPartition, OffsetAndMetadata> newlyHandled = new HashMap<>();
        List<ProducerRecord<String, byte[]>> deadLetters = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            try {
                state.apply(record);
            } catch (UnreadableRecordException e) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                OffsetAndMetadata before = handled.get(partition);
                if (before == null || record.offset() >= before.offset()) {
                    LOG.warnf(
                            "Dead letter: topic=%s partition=%d offset=%d: %s",
                            record.topic(), record.partition(), record.offset(), e.getMessage());
                    deadLetters.add(DeadLetters.of(record, "" + e.getMessage(), "router", clock.instant()));
                    newlyHandled.put(partition, new OffsetAndMetadata(record.offset() + 1));
                }
            }
        }
        if (!deadLetters.isEmpty()) {
            publisher.publish(deadLetters).toCompletableFuture().join();
            from.commitSync(newlyHandled);
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }
}
