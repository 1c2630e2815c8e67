package dev.signalbox.executor.adapter.kafka;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.kafka.UnreadableRecordException;
import dev.signalbox.executor.app.agent.DeployedAgents;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads all of the compacted topic {@code agents} and goes on reading it. What cannot be read is logged and left: the topic
 * has other readers, and the registry's dead letters are not this one's to write.
 */
public final class AgentsConsumer extends ConsumerLoop {

    private static final System.Logger LOG = System.getLogger(AgentsConsumer.class.getName());
    private static final Duration POLL = Duration.ofMillis(500);

    private final String bootstrapServers;
    private final DeployedAgents agents;
    private volatile boolean begun;

    public AgentsConsumer(String bootstrapServers, DeployedAgents agents) {
        super("agents");
        this.bootstrapServers = bootstrapServers;
        this.agents = agents;
    }

    public void begin() {
        begun = true;
        start();
    }

    /** Ends the reading, and waits a moment for it. */
    public void end() throws InterruptedException {
        stop();
        if (begun) {
            awaitEnd(Duration.ofSeconds(3));
        }
    }

    @Override
    void consume() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "signalbox-executor-agents");
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 2 * Topics.MAX_RECORD_BYTES);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 2 * Topics.MAX_RECORD_BYTES);
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.AGENTS).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!stopping()) {
                beat();
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    handle(record);
                }
            }
        }
    }

    @SuppressWarnings("NullAway") // a tombstone has no value
    private void handle(ConsumerRecord<String, byte[]> record) {
        try {
            if (record.key() == null) {
                throw new UnreadableRecordException("it has no key");
            }
            AgentId id = new AgentId(record.key());
            if (record.value() == null) {
                agents.withdrawn(id);
            } else if (RecordCodec.decode(record, RecordType.AGENT_DEPLOYED).body() instanceof AgentDeployed agent) {
                agents.deployed(agent);
            }
        } catch (UnreadableRecordException | IllegalArgumentException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "a record of agents cannot be read: offset {0}, {1}",
                    record.offset(),
                    e.getMessage());
        }
    }
}
