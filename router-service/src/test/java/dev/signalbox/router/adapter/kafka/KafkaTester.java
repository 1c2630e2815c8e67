package dev.signalbox.router.adapter.kafka;

import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordPublisher;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A client without our code: a plain producer of text and a plain consumer of bytes. */
final class KafkaTester implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final String bootstrapServers;
    private final KafkaProducer<String, String> producer;
    private final RecordPublisher publisher;

    KafkaTester(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "max.request.size", "9000000"),
                new StringSerializer(),
                new StringSerializer());
        this.publisher = RecordPublisher.connect(bootstrapServers, "test", Map.of());
    }

    RecordMetadata send(String topic, String key, String value) throws Exception {
        return producer.send(new ProducerRecord<>(topic, key, value)).get(20, TimeUnit.SECONDS);
    }

    /** The same without waiting for Kafka. */
    void sendSoon(String topic, String key, String value) {
        var unused = producer.send(new ProducerRecord<>(topic, key, value));
    }

    void publish(String topic, String key, Object body) {
        publisher
                .publish(new RecordCodec("/test")
                        .encode(topic, key, UUID.randomUUID().toString(), body, Instant.now(), null))
                .toCompletableFuture()
                .join();
    }

    /** Waits for so many records of the key, and looks a moment longer for more. */
    List<ConsumerRecord<String, byte[]>> await(String topic, String key, int count) {
        return awaitAll(topic, List.of(key), count).getOrDefault(key, List.of());
    }

    /** The same of each of the keys; those that have none are not in it. */
    Map<String, List<ConsumerRecord<String, byte[]>>> awaitAll(String topic, Collection<String> keys, int count) {
        Set<String> wanted = Set.copyOf(keys);
        Map<String, List<ConsumerRecord<String, byte[]>>> found = new HashMap<>();
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest", "fetch.max.wait.ms", "50");
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Instant deadline = Instant.now().plus(PATIENCE);
            boolean lastLook = false;
            while (Instant.now().isBefore(deadline)) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(300))) {
                    if (record.key() != null && wanted.contains(record.key())) {
                        found.computeIfAbsent(record.key(), ignored -> new ArrayList<>())
                                .add(record);
                    }
                }
                if (lastLook) {
                    break;
                }
                lastLook = count == 0
                        || found.size() == wanted.size()
                                && found.values().stream().allMatch(records -> records.size() >= count);
            }
        }
        return found;
    }

    static String text(ConsumerRecord<String, byte[]> record) {
        return new String(record.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        publisher.close();
    }
}
