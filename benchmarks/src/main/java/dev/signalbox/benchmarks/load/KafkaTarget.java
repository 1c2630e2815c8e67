package dev.signalbox.benchmarks.load;

import dev.signalbox.contracts.Identifiers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Submits to a topic and reads the ends from another one, as a client without any code of ours would. */
final class KafkaTarget implements Target {

    private static final Duration POLL = Duration.ofMillis(100);

    private final String requests;
    private final UnaryOperator<String> body;
    private final Function<ConsumerRecord<String, Void>, @Nullable Outcome> ends;
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, Void> consumer;
    private final Thread reader = new Thread(this::readEnds, "ends");
    private final Map<String, Ending> open = new ConcurrentHashMap<>();
    private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /**
     * Connects, and begins to read the ends from here on.
     *
     * @param body the record for a task of this identifier
     * @param ends the outcome that a record tells, null when the task goes on
     */
    KafkaTarget(
            String bootstrapServers,
            String requests,
            String events,
            UnaryOperator<String> body,
            Function<ConsumerRecord<String, Void>, @Nullable Outcome> ends) {
        this.requests = requests;
        this.body = body;
        this.ends = ends;
        Map<String, Object> sending = new HashMap<>();
        sending.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        sending.put(ProducerConfig.ACKS_CONFIG, "all");
        sending.put(ProducerConfig.LINGER_MS_CONFIG, "0");
        sending.put(ProducerConfig.BATCH_SIZE_CONFIG, "65536");
        sending.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "30000");
        sending.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "15000");
        this.producer = new KafkaProducer<>(sending, new StringSerializer(), new ByteArraySerializer());
        // Headers tell the end: no value need be copied, let alone parsed.
        this.consumer = new KafkaConsumer<>(
                Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers, "enable.auto.commit", "false"),
                new StringDeserializer(),
                (topic, data) -> null);
        List<TopicPartition> partitions = consumer.partitionsFor(events).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        reader.setDaemon(true);
        reader.start();
    }

    @Override
    public void submit(Ending ending) {
        String taskId = Identifiers.timeOrdered(Instant.now());
        open.put(taskId, ending);
        byte[] value = body.apply(taskId).getBytes(StandardCharsets.UTF_8);
        producer.send(new ProducerRecord<>(requests, taskId, value), (metadata, failure) -> {
            if (failure == null) {
                accepted.add(taskId);
            } else {
                end(taskId, Outcome.failed(String.valueOf(failure)));
            }
        });
    }

    private void readEnds() {
        try {
            while (!closed) {
                for (ConsumerRecord<String, Void> record : consumer.poll(POLL)) {
                    Outcome outcome = record.key() == null ? null : ends.apply(record);
                    if (outcome != null) {
                        end(record.key(), outcome);
                    }
                }
            }
        } catch (WakeupException e) {
            closed = true;
        }
    }

    private void end(String taskId, Outcome outcome) {
        Ending ending = open.remove(taskId);
        if (ending != null) {
            ending.ended(outcome);
        }
    }

    @Override
    public Collection<String> accepted() {
        return accepted;
    }

    @Override
    public void close() {
        closed = true;
        consumer.wakeup();
        try {
            reader.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(5));
        consumer.close();
    }
}
