package dev.signalbox.benchmarks.floor;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Copies every record of a topic to the next one. As durable as the services: an offset is committed only when all
 * that came before it is acknowledged in the next topic; but no batch waits for the one before.
 */
final class Hop implements Runnable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final KafkaProducer<byte[], byte[]> producer;
    private final String to;
    private final Deque<Batch> open = new ArrayDeque<>();

    Hop(KafkaConsumer<byte[], byte[]> consumer, KafkaProducer<byte[], byte[]> producer, String to) {
        this.consumer = consumer;
        this.producer = producer;
        this.to = to;
    }

    private record Batch(Map<TopicPartition, OffsetAndMetadata> next, AtomicInteger unacknowledged) {}

    @Override
    public void run() {
        while (true) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                open.add(copy(records));
            }
            commitAcknowledged();
        }
    }

    private Batch copy(ConsumerRecords<byte[], byte[]> records) {
        Batch batch = new Batch(records.nextOffsets(), new AtomicInteger(records.count()));
        for (ConsumerRecord<byte[], byte[]> record : records) {
            producer.send(new ProducerRecord<>(to, record.key(), record.value()), (metadata, failure) -> {
                if (failure != null) {
                    FloorMain.fail(failure);
                }
                batch.unacknowledged.decrementAndGet();
            });
        }
        return batch;
    }

    private void commitAcknowledged() {
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        Batch oldest = open.peek();
        while (oldest != null && oldest.unacknowledged.get() == 0) {
            next.putAll(oldest.next);
            open.remove();
            oldest = open.peek();
        }
        if (!next.isEmpty()) {
            consumer.commitAsync(next, null);
        }
    }
}
