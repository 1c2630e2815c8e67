package dev.signalbox.registry;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.kafka.UnreadableRecordException;
import dev.signalbox.infrastructure.testing.SignalboxServers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The topic {@code agents} as a router reads it. */
final class AgentsTopic {

    private AgentsTopic() {}

    static List<ConsumerRecord<String, byte[]>> records() {
        return records(Topics.AGENTS);
    }

    /** Every record from the beginning to the end. */
    static List<ConsumerRecord<String, byte[]>> records(String topic) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", SignalboxServers.running().kafka());
        List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
            }
        }
        return all;
    }

    /** The records of one agent. */
    static List<ConsumerRecord<String, byte[]>> of(String agent) {
        return records().stream().filter(record -> agent.equals(record.key())).toList();
    }

    /** What a reader knows at the end. */
    static Map<String, AgentDeployed> deployed() {
        Map<String, AgentDeployed> known = new LinkedHashMap<>();
        for (ConsumerRecord<String, byte[]> record : records()) {
            if (record.value() == null) {
                known.remove(record.key());
            } else {
                known.put(record.key(), read(record));
            }
        }
        return known;
    }

    static Optional<AgentDeployed> deployed(String agent) {
        return Optional.ofNullable(deployed().get(agent));
    }

    static AgentDeployed read(ConsumerRecord<String, byte[]> record) {
        try {
            return RecordCodec.decode(record, RecordType.AGENT_DEPLOYED).as(AgentDeployed.class);
        } catch (UnreadableRecordException e) {
            throw new AssertionError(e);
        }
    }
}
