package dev.signalbox.benchmarks.load;

import dev.signalbox.benchmarks.load.Target.Outcome;
import dev.signalbox.benchmarks.report.AuditResult;
import dev.signalbox.contracts.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads {@code task-events} again, from where it stood at the beginning to where it stands at the end, and counts: every
 * task that was accepted has ended once, and well. It does not trust what was measured.
 */
final class Audit implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaConsumer<String, Void> consumer;
    private final Map<TopicPartition, Long> begin;

    Audit(String bootstrapServers) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", bootstrapServers,
                        "enable.auto.commit", "false",
                        "max.poll.records", "10000",
                        "max.partition.fetch.bytes", "8388608"),
                new StringDeserializer(),
                (topic, data) -> null);
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.TASK_EVENTS).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        begin = consumer.endOffsets(partitions);
    }

    /** Counts the ends of these tasks. */
    AuditResult check(Collection<String> accepted) {
        Map<String, int[]> ends = HashMap.newHashMap(accepted.size());
        accepted.forEach(taskId -> ends.put(taskId, new int[2]));
        Map<TopicPartition, Long> end = consumer.endOffsets(begin.keySet());
        begin.forEach(consumer::seek);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!reached(end) && System.nanoTime() < deadline) {
            for (ConsumerRecord<String, Void> record : consumer.poll(Duration.ofMillis(200))) {
                count(record, ends);
            }
        }
        return result(ends, reached(end));
    }

    private boolean reached(Map<TopicPartition, Long> end) {
        return end.entrySet().stream().allMatch(entry -> consumer.position(entry.getKey()) >= entry.getValue());
    }

    private static void count(ConsumerRecord<String, Void> record, Map<String, int[]> ends) {
        int[] counts = ends.get(record.key());
        if (counts == null) {
            return;
        }
        Outcome outcome = TaskEnds.of(record);
        if (outcome != null) {
            counts[0]++;
            counts[1] += outcome.succeeded() ? 1 : 0;
        }
    }

    private static AuditResult result(Map<String, int[]> ends, boolean complete) {
        List<String> missing = new ArrayList<>();
        List<String> repeated = new ArrayList<>();
        List<String> unsuccessful = new ArrayList<>();
        ends.forEach((taskId, counts) -> {
            if (counts[0] == 0) {
                missing.add(taskId);
            } else if (counts[0] > 1) {
                repeated.add(taskId);
            }
            if (counts[0] > counts[1]) {
                unsuccessful.add(taskId);
            }
        });
        return AuditResult.of(ends.size(), complete, missing, repeated, unsuccessful);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
