package dev.signalbox.systemtests;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Reads topics with a plain consumer, as a client without our code would. */
final class TaskEventsReader implements AutoCloseable {

    private static final Set<String> ENDS =
            Set.of("dev.signalbox.TaskCompleted.v1", "dev.signalbox.TaskFailed.v1", "dev.signalbox.TaskCancelled.v1");

    private final KafkaConsumer<String, String> consumer;
    private final List<ConsumerRecord<String, String>> seen = new ArrayList<>();

    TaskEventsReader(String bootstrapServers, String topic) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "enable.auto.commit", "false",
                        "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    List<ConsumerRecord<String, String>> read() {
        for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
            seen.add(record);
        }
        return seen;
    }

    /** All that is on the topic now. */
    List<ConsumerRecord<String, String>> readToEnd() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            read();
        }
        return seen;
    }

    /** How often each task ended, once all have or time is up. An end that comes twice may come later. */
    Map<String, List<String>> ends(Collection<String> tasks, Duration limit) {
        Instant end = Instant.now().plus(limit);
        Map<String, List<String>> found = endsSoFar(tasks);
        while (found.size() < tasks.size() && Instant.now().isBefore(end)) {
            read();
            found = endsSoFar(tasks);
        }
        return found;
    }

    /** The same, and a little longer, to catch ends that come twice. */
    Map<String, List<String>> allEnds(Collection<String> tasks, Duration limit) {
        ends(tasks, limit);
        Instant more = Instant.now().plusSeconds(3);
        while (Instant.now().isBefore(more)) {
            read();
        }
        return endsSoFar(tasks);
    }

    Map<String, List<String>> endsSoFar(Collection<String> tasks) {
        Set<String> wanted = Set.copyOf(tasks);
        Map<String, List<String>> found = new HashMap<>();
        for (ConsumerRecord<String, String> record : seen) {
            String type = type(record);
            if (ENDS.contains(type) && wanted.contains(record.key())) {
                found.computeIfAbsent(record.key(), ignored -> new ArrayList<>())
                        .add(type);
            }
        }
        return found;
    }

    static String type(ConsumerRecord<?, ?> record) {
        return header(record, "ce_type");
    }

    static String header(ConsumerRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
