package dev.signalbox.contracts.kafka;

import dev.signalbox.contracts.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends records and says when Kafka has them all ({@code acks=all}, idempotent). Thread-safe; one for each process.
 */
public final class RecordPublisher implements AutoCloseable {

    private final Producer<String, byte[]> producer;
    private final DeadLetters.Listener deadLetters;

    /**
     * A publisher.
     *
     * @param deadLetters told of those that Kafka has taken
     */
    public RecordPublisher(Producer<String, byte[]> producer, DeadLetters.Listener deadLetters) {
        this.producer = producer;
        this.deadLetters = deadLetters;
    }

    /** A publisher to a Kafka that asks for nothing, as on one machine. */
    public static RecordPublisher connect(String bootstrapServers, String clientId, Map<String, String> overrides) {
        return connect(KafkaConnection.plaintext(bootstrapServers), clientId, overrides);
    }

    /** A publisher of somebody who writes no dead letters, or counts none. */
    public static RecordPublisher connect(KafkaConnection kafka, String clientId, Map<String, String> overrides) {
        return connect(kafka, clientId, overrides, DeadLetters.Listener.NONE);
    }

    /**
     * A publisher with the settings of the product: durable, ordered, lz4 (which works in native images), without
     * lingering, because a hop's latency counts more than a fuller batch.
     *
     * @param overrides producer settings by Kafka's own names
     * @param deadLetters told of those that Kafka has taken
     */
    public static RecordPublisher connect(
            KafkaConnection kafka, String clientId, Map<String, String> overrides, DeadLetters.Listener deadLetters) {
        Map<String, Object> settings = new HashMap<>(kafka.settings());
        settings.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, "0");
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, "131072");
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(Topics.MAX_RECORD_BYTES));
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "120000");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, "60000");
        settings.putAll(overrides);
        return new RecordPublisher(
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer()), deadLetters);
    }

    /** Sends one record. The stage fails when Kafka did not take it. */
    public CompletionStage<@Nullable Void> publish(ProducerRecord<String, byte[]> record) {
        return publish(List.of(record));
    }

    /**
     * Sends records in order. The stage ends when Kafka has acknowledged the last; it fails with the first failure.
     * It is completed on the producer's thread: do not block there.
     */
    public CompletionStage<@Nullable Void> publish(List<ProducerRecord<String, byte[]>> records) {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        if (records.isEmpty()) {
            done.complete(null);
            return done;
        }
        AtomicInteger open = new AtomicInteger(records.size());
        AtomicReference<Throwable> failure = new AtomicReference<>();
        for (ProducerRecord<String, byte[]> record : records) {
            try {
                producer.send(record, (metadata, exception) -> {
                    if (exception == null) {
                        DeadLetters.written(record, deadLetters);
                    } else {
                        failure.compareAndSet(null, exception);
                    }
                    finishOne(open, failure, done);
                });
            } catch (RuntimeException e) {
                failure.compareAndSet(null, e);
                finishOne(open, failure, done);
            }
        }
        return done;
    }

    private static void finishOne(
            AtomicInteger open, AtomicReference<Throwable> failure, CompletableFuture<@Nullable Void> done) {
        if (open.decrementAndGet() == 0) {
            Throwable cause = failure.get();
            if (cause == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(cause);
            }
        }
    }

    /** Sends what is buffered and closes, within ten seconds. */
    @Override
    public void close() {
        producer.close(Duration.ofSeconds(10));
    }
}
