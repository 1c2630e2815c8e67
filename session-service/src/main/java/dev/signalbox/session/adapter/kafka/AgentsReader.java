package dev.signalbox.session.adapter.kafka;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.kafka.KafkaConnection;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.kafka.UnreadableRecordException;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.session.app.RefusedException;
import dev.signalbox.session.app.sessions.DeployedAgents;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jboss.logging.Logger;

/** The topic of agents as a map, read whole and then followed, by every instance. */
@ApplicationScoped
class AgentsReader implements DeployedAgents {

    private static final Logger LOG = Logger.getLogger(AgentsReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final KafkaConnection kafka;
    private final Map<String, AgentDeployed> agents = new ConcurrentHashMap<>();
    /** Until the topic was read once; what is not known before may be deployed all the same. */
    private final CountDownLatch complete = new CountDownLatch(1);

    private volatile boolean stopped;

    AgentsReader(KafkaConnection kafka) {
        this.kafka = kafka;
    }

    void start(@Observes StartupEvent event) {
        Thread.ofVirtual().name("agents").start(this::run);
    }

    @PreDestroy
    void stop() {
        stopped = true;
    }

    @Override
    public Optional<AgentDeployed> find(AgentId id) {
        try {
            if (!complete.await(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new RefusedException(ProblemType.UNAVAILABLE.because(
                        "The agents that are deployed are still being read; try again in a moment."));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.ofNullable(agents.get(id.value()));
    }

    private void run() {
        while (!stopped) {
            try (KafkaConsumer<String, byte[]> consumer = consumer()) {
                follow(consumer);
            } catch (RuntimeException e) {
                LOG.warnf("the topic %s is read again: %s", Topics.AGENTS, e.toString());
                pause();
            }
        }
    }

    private void follow(KafkaConsumer<String, byte[]> consumer) {
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.AGENTS).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        if (partitions.isEmpty()) {
            pause();
            return;
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (!stopped) {
            if (complete.getCount() > 0
                    && partitions.stream()
                            .allMatch(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L))) {
                complete.countDown();
            }
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                take(record);
            }
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        if (record.key() == null) {
            return;
        }
        if (record.value() == null) {
            agents.remove(record.key());
            return;
        }
        try {
            AgentDeployed agent =
                    RecordCodec.decode(record, RecordType.AGENT_DEPLOYED).as(AgentDeployed.class);
            agents.put(record.key(), agent);
        } catch (UnreadableRecordException | IllegalArgumentException | ClassCastException e) {
            LOG.warnf("agent %s is not readable: %s", record.key(), e.getMessage());
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(
                kafka.with(Map.of(
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false",
                        ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, "8388608")),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }
}
