package dev.signalbox.executor.adapter.kafka;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.kafka.KafkaConnection;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.kafka.UnreadableRecordException;
import dev.signalbox.executor.app.agent.DeployedAgents;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads all of the compacted topic {@code agents} and goes on reading it. What cannot be read is logged and left: the topic
 * has other readers, and the registry's dead letters are not this one's to write.
 */
public final class AgentsConsumer extends WholeTopicLoop {

    private static final System.Logger LOG = System.getLogger(AgentsConsumer.class.getName());

    private final DeployedAgents agents;
    private volatile boolean begun;

    public AgentsConsumer(KafkaConnection kafka, DeployedAgents agents) {
        super("agents", kafka, Topics.AGENTS);
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
    @SuppressWarnings("NullAway") // a tombstone has no value
    void handle(ConsumerRecord<String, byte[]> record) {
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
