package dev.signalbox.session.adapter.kafka;

import dev.signalbox.session.app.LogStretch;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads a stretch of the log once, outside any group. Blocks. */
final class LogReader implements LogStretch {

    private final String bootstrapServers;

    LogReader(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** Everything in the topics since then, up to their ends as they are now. */
    void readSince(Instant since, Collection<String> topics, Consumer<ConsumerRecord<String, byte[]>> reader) {
        try (KafkaConsumer<String, byte[]> consumer = consumer()) {
            Map<TopicPartition, Long> times = new HashMap<>();
            for (String topic : topics) {
                consumer.partitionsFor(topic)
                        .forEach(info -> times.put(new TopicPartition(topic, info.partition()), since.toEpochMilli()));
            }
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
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "8388608"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }
}
