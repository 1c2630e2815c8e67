package dev.signalbox.session.adapter.kafka;

import dev.signalbox.contracts.kafka.KafkaConnection;
import dev.signalbox.session.app.InputLog.Stretch;
import dev.signalbox.session.app.LogStretch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a stretch of the log once, outside any group. Blocks. */
final class LogReader implements LogStretch {

    private final KafkaConnection kafka;

    LogReader(KafkaConnection kafka) {
        this.kafka = kafka;
    }

    /** Everything in the topics since then, up to their ends as they are now. */
    void readSince(Instant since, Collection<String> topics, Consumer<ConsumerRecord<String, byte[]>> reader) {
        readSince(since, topics, partition -> true, reader);
    }

    /** The same, of some partitions. */
    void readSince(
            Instant since,
            Collection<String> topics,
            Predicate<TopicPartition> wanted,
            Consumer<ConsumerRecord<String, byte[]>> reader) {
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            Map<TopicPartition, Long> times = new HashMap<>();
            for (String topic : topics) {
                consumer.partitionsFor(topic)
                        .forEach(info -> times.put(new TopicPartition(topic, info.partition()), since.toEpochMilli()));
            }
            times.keySet().removeIf(wanted.negate());
            Map<TopicPartition, Long> ends = consumer.endOffsets(times.keySet());
            Map<TopicPartition, Long> starts = new HashMap<>();
            for (Map.Entry<TopicPartition, OffsetAndTimestamp> entry :
                    consumer.offsetsForTimes(times).entrySet()) {
                if (entry.getValue() != null) {
                    starts.put(entry.getKey(), entry.getValue().offset());
                }
            }
            read(consumer, starts, ends, reader);
        }
    }

    @Override
    public void read(String topic, int partition, long from, long to, Consumer<ConsumerRecord<String, byte[]>> reader) {
        TopicPartition stretch = new TopicPartition(topic, partition);
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            long begin = consumer.beginningOffsets(List.of(stretch)).getOrDefault(stretch, 0L);
            read(consumer, Map.of(stretch, Math.max(from, begin)), Map.of(stretch, to), reader);
        }
    }

    /** Stretches of several partitions as one, the earlier record first; those of one partition keep their order. */
    void readByTime(Map<TopicPartition, Stretch> stretches, Consumer<ConsumerRecord<String, byte[]>> reader) {
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(stretches.keySet());
            Map<TopicPartition, Long> ends = consumer.endOffsets(stretches.keySet());
            Map<TopicPartition, Long> open = new HashMap<>();
            stretches.forEach((partition, stretch) -> {
                long end = Math.min(stretch.to(), ends.getOrDefault(partition, 0L));
                if (Math.max(stretch.from(), begins.getOrDefault(partition, 0L)) < end) {
                    open.put(partition, end);
                }
            });
            consumer.assign(open.keySet());
            for (TopicPartition partition : open.keySet()) {
                long from = Objects.requireNonNull(stretches.get(partition)).from();
                consumer.seek(partition, Math.max(from, begins.getOrDefault(partition, 0L)));
            }
            merge(consumer, open, reader);
        }
    }

    private static void merge(
            KafkaConsumer<String, byte[]> consumer,
            Map<TopicPartition, Long> open,
            Consumer<ConsumerRecord<String, byte[]>> reader) {
        Map<TopicPartition, Deque<ConsumerRecord<String, byte[]>>> read = new HashMap<>();
        open.keySet().forEach(partition -> read.put(partition, new ArrayDeque<>()));
        while (true) {
            // The next one is known when every partition that is not at its end shows one.
            while (read.entrySet().stream()
                    .noneMatch(each -> each.getValue().isEmpty() && open.containsKey(each.getKey()))) {
                Optional<Deque<ConsumerRecord<String, byte[]>>> earliest = read.values().stream()
                        .filter(records -> !records.isEmpty())
                        .min(Comparator.comparingLong(
                                records -> records.getFirst().timestamp()));
                if (earliest.isEmpty()) {
                    return;
                }
                reader.accept(earliest.get().removeFirst());
            }
            List<TopicPartition> ahead = read.entrySet().stream()
                    .filter(each -> !each.getValue().isEmpty() || !open.containsKey(each.getKey()))
                    .map(Map.Entry::getKey)
                    .toList();
            consumer.pause(ahead);
            for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                TopicPartition partition = new TopicPartition(record.topic(), record.partition());
                if (record.offset() < open.getOrDefault(partition, 0L)) {
                    Objects.requireNonNull(read.get(partition)).addLast(record);
                }
            }
            open.entrySet().removeIf(each -> consumer.position(each.getKey()) >= each.getValue());
            consumer.resume(ahead);
        }
    }

    private static void read(
            KafkaConsumer<String, byte[]> consumer,
            Map<TopicPartition, Long> starts,
            Map<TopicPartition, Long> ends,
            Consumer<ConsumerRecord<String, byte[]>> reader) {
        Map<TopicPartition, Long> open = new HashMap<>();
        starts.forEach((partition, start) -> {
            long end = ends.getOrDefault(partition, 0L);
            if (start < end) {
                open.put(partition, end);
            }
        });
        consumer.assign(open.keySet());
        open.keySet().forEach(partition -> consumer.seek(partition, starts.getOrDefault(partition, 0L)));
        while (!open.isEmpty()) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                long end = ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
                if (record.offset() < end) {
                    reader.accept(record);
                }
            }
            open.entrySet().removeIf(entry -> consumer.position(entry.getKey()) >= entry.getValue());
        }
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(
                kafka.with(Map.of(
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "8388608")),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }
}
