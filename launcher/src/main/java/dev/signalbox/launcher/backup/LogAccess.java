package dev.signalbox.launcher.backup;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.kafka.KafkaConnection;
import dev.signalbox.launcher.backup.Manifest.End;
import dev.signalbox.launcher.backup.Manifest.LogPositions;
import dev.signalbox.launcher.stack.StackException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Reads where the log stands, and puts consumer groups elsewhere. */
final class LogAccess implements AutoCloseable {

    private static final int SECONDS = 30;

    /**
     * Groups whose offsets are not put back. {@code session-service} finds out itself what its tables lack and
     * {@code session-projection} what Redis lacks; the router keeps nothing.
     */
    private static final Set<String> THEIR_OWN_MASTERS = Set.of("session-service", "session-projection", "router");

    /** What groups of services with tables are called; others are somebody else's. */
    private static final List<String> OURS = List.of("session-", "registry-", "audit");

    private final KafkaConnection kafka;
    private final Admin admin;

    private LogAccess(KafkaConnection kafka, Admin admin) {
        this.kafka = kafka;
        this.admin = admin;
    }

    static LogAccess of(KafkaConnection kafka) {
        return new LogAccess(
                kafka,
                Admin.create(kafka.with(Map.of(
                        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "20000",
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000"))));
    }

    static boolean putBack(String group) {
        return !THEIR_OWN_MASTERS.contains(group)
                && OURS.stream().anyMatch(group::startsWith)
                // Readers that begin anew with every process are named by a random number.
                && !group.matches(".*-[0-9a-f]{8}-[0-9a-f]{4}-.*");
    }

    LogPositions positions() throws StackException {
        Map<String, String> topicIds = topicIds();
        Map<TopicPartition, OffsetSpec> newest = new HashMap<>();
        Map<TopicPartition, OffsetSpec> last = new HashMap<>();
        for (TopicPartition partition : partitions(topicIds.keySet())) {
            newest.put(partition, OffsetSpec.latest());
            last.put(partition, OffsetSpec.maxTimestamp());
        }
        // The groups first: what is applied later than this is applied again.
        Map<String, Map<String, Long>> groups = new TreeMap<>();
        for (String group : groups()) {
            Map<String, Long> offsets = new TreeMap<>();
            committed(group).forEach((partition, offset) -> offsets.put(partition.toString(), offset));
            groups.put(group, offsets);
        }
        Map<TopicPartition, ListOffsetsResultInfo> ends =
                await(admin.listOffsets(newest).all());
        Map<TopicPartition, ListOffsetsResultInfo> times =
                await(admin.listOffsets(last).all());
        List<End> all = new ArrayList<>();
        ends.forEach((partition, end) -> all.add(new End(
                partition.topic(),
                partition.partition(),
                end.offset(),
                times.containsKey(partition) ? times.get(partition).timestamp() : -1)));
        all.sort(java.util.Comparator.comparing(End::topic).thenComparingInt(End::partition));
        return new LogPositions(topicIds, groups, all);
    }

    Map<String, String> topicIds() throws StackException {
        Map<String, String> ids = new TreeMap<>();
        for (TopicDescription topic : await(
                        admin.describeTopics(await(admin.listTopics().names())).allTopicNames())
                .values()) {
            ids.put(topic.name(), topic.topicId().toString());
        }
        return ids;
    }

    private List<TopicPartition> partitions(Set<String> topics) throws StackException {
        List<TopicPartition> partitions = new ArrayList<>();
        for (TopicDescription topic :
                await(admin.describeTopics(topics).allTopicNames()).values()) {
            topic.partitions().forEach(info -> partitions.add(new TopicPartition(topic.name(), info.partition())));
        }
        return partitions;
    }

    /** Consumer groups of services with tables. */
    Set<String> groups() throws StackException {
        Set<String> groups = new TreeSet<>();
        await(admin.listGroups().all()).stream()
                .map(listing -> listing.groupId())
                .filter(LogAccess::putBack)
                .forEach(groups::add);
        return groups;
    }

    /** Groups that somebody reads in now, of services with tables. */
    Set<String> busy() throws StackException {
        Set<String> asked = new TreeSet<>(groups());
        asked.add("session-service");
        Set<String> busy = new TreeSet<>();
        Set<String> there = new TreeSet<>();
        await(admin.listGroups().all()).forEach(listing -> there.add(listing.groupId()));
        asked.retainAll(there);
        if (!asked.isEmpty()) {
            await(admin.describeConsumerGroups(asked).all()).forEach((group, description) -> {
                if (description.groupState() != GroupState.EMPTY && description.groupState() != GroupState.DEAD) {
                    busy.add(group);
                }
            });
        }
        return busy;
    }

    private Map<TopicPartition, Long> committed(String group) throws StackException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .forEach((partition, offset) -> {
                    if (offset != null) {
                        offsets.put(partition, offset.offset());
                    }
                });
        return offsets;
    }

    /**
     * Puts a group back to offsets, never forward and never before what the log still has.
     *
     * @return how many records it will read again
     */
    long rewind(String group, Map<TopicPartition, Long> wanted) throws StackException {
        Map<TopicPartition, Long> now = committed(group);
        Map<TopicPartition, OffsetSpec> begins = new HashMap<>();
        now.keySet().forEach(partition -> begins.put(partition, OffsetSpec.earliest()));
        Map<TopicPartition, ListOffsetsResultInfo> begin =
                begins.isEmpty() ? Map.of() : await(admin.listOffsets(begins).all());
        Map<TopicPartition, OffsetAndMetadata> earlier = new HashMap<>();
        long records = 0;
        for (Map.Entry<TopicPartition, Long> each : now.entrySet()) {
            ListOffsetsResultInfo first = begin.get(each.getKey());
            long least = first == null ? 0 : first.offset();
            // A partition that was not known then is read from its beginning.
            long to = Math.max(wanted.getOrDefault(each.getKey(), 0L), least);
            if (to < each.getValue()) {
                earlier.put(each.getKey(), new OffsetAndMetadata(to));
                records += each.getValue() - to;
            }
        }
        if (!earlier.isEmpty()) {
            await(admin.alterConsumerGroupOffsets(group, earlier).all());
        }
        return records;
    }

    /** Where the topics of a group were at a time. */
    Map<TopicPartition, Long> at(String group, Instant time) throws StackException {
        Map<TopicPartition, OffsetSpec> times = new HashMap<>();
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (TopicPartition partition : committed(group).keySet()) {
            times.put(partition, OffsetSpec.forTimestamp(time.toEpochMilli()));
            latest.put(partition, OffsetSpec.latest());
        }
        Map<TopicPartition, Long> offsets = new HashMap<>();
        if (times.isEmpty()) {
            return offsets;
        }
        Map<TopicPartition, ListOffsetsResultInfo> ends =
                await(admin.listOffsets(latest).all());
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> each :
                await(admin.listOffsets(times).all()).entrySet()) {
            ListOffsetsResultInfo end = ends.get(each.getKey());
            long offset = each.getValue().offset();
            offsets.put(each.getKey(), offset >= 0 ? offset : end == null ? 0 : end.offset());
        }
        return offsets;
    }

    /** Takes everything back that a compacted topic says; gives the keys. */
    Set<String> withdrawAll(String topic) throws StackException {
        Set<String> keys = keys(topic);
        Map<String, Object> settings = kafka.with(Map.of("acks", "all"));
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            for (String key : keys) {
                producer.send(new ProducerRecord<>(topic, key, null)).get(SECONDS, TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new StackException(
                    "Kafka at " + kafka + " did not take back " + topic + ": " + KafkaConnection.reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted", e);
        }
        return keys;
    }

    private Set<String> keys(String topic) {
        Map<String, Object> settings = kafka.with(Map.of(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false"));
        Set<String> keys = new TreeSet<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (record.value() == null) {
                        keys.remove(record.key());
                    } else {
                        keys.add(record.key());
                    }
                }
            }
        }
        return keys;
    }

    /** Whether the log is the one that the positions are of. */
    static boolean same(LogPositions then, Map<String, String> topicIdsNow) {
        String id = then.topicIds().get(Topics.TASK_ROUTES);
        return id != null && id.equals(topicIdsNow.get(Topics.TASK_ROUTES));
    }

    private <T> T await(KafkaFuture<T> future) throws StackException {
        try {
            return future.get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new StackException("Kafka at " + kafka + " does not answer: " + KafkaConnection.reason(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("interrupted", e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }
}
