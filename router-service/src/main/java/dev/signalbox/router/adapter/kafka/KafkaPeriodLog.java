package dev.signalbox.router.adapter.kafka;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.kafka.KafkaConnection;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.router.app.replay.PeriodLog;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code task-routes} and {@code execution-results} side by side in order of time, with a consumer of its own that
 * belongs to no group. A partition is read on only while little of it waits, so that memory stays bounded.
 */
@Singleton
public class KafkaPeriodLog implements PeriodLog {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int BATCH = 500;
    private static final int WAITING = 200;
    private static final int FETCH_BYTES = 1024 * 1024;

    private final KafkaConnection kafka;

    public KafkaPeriodLog(KafkaConnection kafka) {
        this.kafka = kafka;
    }

    @Override
    public PeriodLog.Reader open(Instant from, Instant to, Instant resultsUntil) {
        Map<String, Object> settings = kafka.with(Map.of(
                ConsumerConfig.CLIENT_ID_CONFIG,
                "signalbox-router-replay",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                "false",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                "false",
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                FETCH_BYTES,
                ConsumerConfig.FETCH_MAX_BYTES_CONFIG,
                4 * FETCH_BYTES,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                BATCH));
        Consumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        try {
            return new Reading(consumer, from.toEpochMilli(), to.toEpochMilli(), resultsUntil.toEpochMilli());
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /** A partition while it is read. */
    private static final class Part {
        final TopicPartition partition;
        final long until;
        final long start;
        final long end;
        final Deque<Entry> waiting = new ArrayDeque<>();
        long position;
        boolean read;

        Part(TopicPartition partition, long until, long start, long end) {
            this.partition = partition;
            this.until = until;
            this.start = start;
            this.end = end;
            this.position = start;
            this.read = start >= end;
        }

        boolean over() {
            return read && waiting.isEmpty();
        }
    }

    private static final class Reading implements PeriodLog.Reader {
        private final Consumer<String, byte[]> consumer;
        private final Map<TopicPartition, Part> parts = new LinkedHashMap<>();

        Reading(Consumer<String, byte[]> consumer, long from, long to, long resultsUntil) {
            this.consumer = consumer;
            Map<TopicPartition, Long> untils = new HashMap<>();
            for (String topic : List.of(Topics.TASK_ROUTES, Topics.EXECUTION_RESULTS)) {
                consumer.partitionsFor(topic)
                        .forEach(info -> untils.put(
                                new TopicPartition(topic, info.partition()),
                                topic.equals(Topics.TASK_ROUTES) ? to : resultsUntil));
            }
            Map<TopicPartition, Long> froms = new HashMap<>();
            untils.keySet().forEach(partition -> froms.put(partition, from));
            Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(froms);
            Map<TopicPartition, OffsetAndTimestamp> stops = consumer.offsetsForTimes(untils);
            Map<TopicPartition, Long> ends = consumer.endOffsets(untils.keySet());
            untils.forEach((partition, until) -> {
                long end = offset(stops.get(partition), ends.getOrDefault(partition, 0L));
                Part part = new Part(partition, until, offset(starts.get(partition), end), end);
                parts.put(partition, part);
            });
            consumer.assign(parts.values().stream()
                    .filter(part -> !part.read)
                    .map(part -> part.partition)
                    .toList());
            parts.values().stream()
                    .filter(part -> !part.read)
                    .forEach(part -> consumer.seek(part.partition, part.start));
        }

        private static long offset(@Nullable OffsetAndTimestamp found, long otherwise) {
            return found == null ? otherwise : found.offset();
        }

        @Override
        public List<Entry> next() {
            long patience = System.nanoTime() + PATIENCE.toNanos();
            while (parts.values().stream().anyMatch(part -> part.waiting.isEmpty() && !part.read)) {
                if (fill()) {
                    patience = System.nanoTime() + PATIENCE.toNanos();
                } else if (System.nanoTime() > patience) {
                    throw new IllegalStateException("Kafka gives no records for " + PATIENCE.toSeconds() + " s");
                }
            }
            return merged();
        }

        /** The oldest of all partitions, as long as each that is not at its end has one. */
        private List<Entry> merged() {
            List<Entry> batch = new ArrayList<>();
            while (batch.size() < BATCH) {
                Part oldest = null;
                for (Part part : parts.values()) {
                    if (part.waiting.isEmpty()) {
                        if (!part.read) {
                            return batch;
                        }
                    } else if (oldest == null || before(part.waiting.element(), oldest.waiting.element())) {
                        oldest = part;
                    }
                }
                if (oldest == null) {
                    return batch;
                }
                batch.add(oldest.waiting.remove());
            }
            return batch;
        }

        /** At the same time a result comes first: a further attempt follows from it. */
        private static boolean before(Entry one, Entry other) {
            return one.timestamp() < other.timestamp()
                    || one.timestamp() == other.timestamp()
                            && one.kind() == Kind.FINISHED
                            && other.kind() != Kind.FINISHED;
        }

        private boolean fill() {
            for (Part part : parts.values()) {
                if (consumer.assignment().contains(part.partition)) {
                    if (part.read || part.waiting.size() > WAITING) {
                        consumer.pause(List.of(part.partition));
                    } else {
                        consumer.resume(List.of(part.partition));
                    }
                }
            }
            ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
            for (ConsumerRecord<String, byte[]> record : records) {
                take(record);
            }
            boolean ended = false;
            for (Part part : parts.values()) {
                if (!part.read && consumer.position(part.partition) >= part.end) {
                    part.read = true;
                    ended = true;
                }
            }
            return ended || !records.isEmpty();
        }

        private void take(ConsumerRecord<String, byte[]> record) {
            Part part = parts.get(new TopicPartition(record.topic(), record.partition()));
            if (part == null || record.offset() >= part.end) {
                return;
            }
            part.position = record.offset() + 1;
            Kind kind = kind(record);
            if (kind != null && record.value() != null && record.timestamp() < part.until) {
                part.waiting.add(new Entry(kind, record.timestamp(), record.value()));
            }
        }

        private static @Nullable Kind kind(ConsumerRecord<String, byte[]> record) {
            String type = RecordCodec.typeOf(record);
            if (record.topic().equals(Topics.EXECUTION_RESULTS)) {
                return type == null || type.equals(RecordType.ATTEMPT_FINISHED.ceType()) ? Kind.FINISHED : null;
            }
            if (type == null || type.equals(RecordType.TASK_ROUTED.ceType())) {
                return Kind.ROUTED;
            }
            return type.equals(RecordType.TASK_REJECTED.ceType()) ? Kind.REJECTED : null;
        }

        @Override
        public double share() {
            long all = 0;
            long read = 0;
            for (Part part : parts.values()) {
                all += part.end - part.start;
                read += part.read ? part.end - part.start : part.position - part.start;
            }
            return all == 0 ? 1 : Math.min(1, read / (double) all);
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
