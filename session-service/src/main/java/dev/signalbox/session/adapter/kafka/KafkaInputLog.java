package dev.signalbox.session.adapter.kafka;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.kafka.KafkaConnection;
import dev.signalbox.session.app.InputLog;
import dev.signalbox.session.app.ReceivedRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** The inputs in Kafka. */
final class KafkaInputLog implements InputLog {

    private static final long SECONDS = 60;

    private final KafkaConnection kafka;
    private final String group;
    private final List<String> inputs;
    private final LogReader log;
    private final InputReader reader;

    KafkaInputLog(KafkaConnection kafka, String group, List<String> inputs, LogReader log, InputReader reader) {
        this.kafka = kafka;
        this.group = group;
        this.inputs = List.copyOf(inputs);
        this.log = log;
        this.reader = reader;
    }

    @Override
    public Map<String, Position> positions(int partition) {
        try (Admin admin = admin()) {
            Map<TopicPartition, OffsetAndMetadata> committed =
                    await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
            Map<TopicPartition, OffsetSpec> begins = new HashMap<>();
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            for (String topic : inputs) {
                begins.put(new TopicPartition(topic, partition), OffsetSpec.earliest());
                ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
            }
            Map<TopicPartition, ListOffsetsResultInfo> begin =
                    await(admin.listOffsets(begins).all());
            Map<TopicPartition, ListOffsetsResultInfo> end =
                    await(admin.listOffsets(ends).all());
            Map<String, Position> positions = new HashMap<>();
            end.forEach((input, info) -> {
                OffsetAndMetadata applied = committed.get(input);
                positions.put(
                        input.topic(),
                        new Position(
                                Objects.requireNonNull(begin.get(input)).offset(),
                                applied == null ? 0 : Math.min(applied.offset(), info.offset()),
                                info.offset()));
            });
            return positions;
        }
    }

    @Override
    public void read(int partition, Map<String, Stretch> stretches, BiConsumer<ReceivedRecord, Instant> taker) {
        Map<TopicPartition, Stretch> wanted = new HashMap<>();
        stretches.forEach((topic, stretch) -> wanted.put(new TopicPartition(topic, partition), stretch));
        log.readByTime(wanted, record -> taker.accept(reader.read(record), Instant.ofEpochMilli(record.timestamp())));
    }

    /** Of topics with one partition all, of others the partition: tasks have the same one everywhere. */
    @Override
    public Set<String> published(int partition, Instant since) {
        List<String> topics = outputs();
        Set<String> found = new HashSet<>();
        log.readSince(
                since,
                topics,
                each -> each.partition() == partition || single(each.topic()),
                record -> found.add(KafkaLog.identity(record.topic(), record.headers())));
        return found;
    }

    private boolean single(String topic) {
        return topic.equals(Topics.EXECUTION_CONTROL) || topic.endsWith(Topics.DEAD_LETTER_SUFFIX);
    }

    private List<String> outputs() {
        try (Admin admin = admin()) {
            List<String> outputs = new ArrayList<>();
            for (String topic : await(admin.listTopics().names())) {
                boolean execution =
                        topic.startsWith(Topics.executions("")) && !topic.endsWith(Topics.DEAD_LETTER_SUFFIX);
                boolean told = topic.equals(Topics.TASK_EVENTS)
                        || topic.equals(Topics.SESSION_EVENTS)
                        || topic.equals(Topics.EXECUTION_CONTROL);
                if (execution
                        || told
                        || inputs.stream().map(Topics::deadLetters).anyMatch(topic::equals)) {
                    outputs.add(topic);
                }
            }
            return outputs;
        }
    }

    private Admin admin() {
        return Admin.create(kafka.settings());
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka did not say what was committed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
