package dev.signalbox.contracts.kafka;

import dev.signalbox.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Records that could not be handled, as they came, with the cause in headers: {@code dlq-reason}, {@code dlq-topic},
 * {@code dlq-partition}, {@code dlq-offset}, {@code dlq-service}, {@code dlq-time}. To replay one, send its key, value
 * and other headers to {@code dlq-topic} again.
 */
public final class DeadLetters {

    public static final String REASON = "dlq-reason";
    public static final String TOPIC = "dlq-topic";
    public static final String PARTITION = "dlq-partition";
    public static final String OFFSET = "dlq-offset";
    public static final String SERVICE = "dlq-service";
    public static final String TIME = "dlq-time";

    private DeadLetters() {}

    /** The record for the dead-letter topic of the one it came from. */
    public static ProducerRecord<String, byte[]> of(
            ConsumerRecord<String, byte[]> record, String reason, String service, Instant now) {
        RecordHeaders headers = new RecordHeaders(record.headers().toArray());
        add(headers, REASON, reason);
        add(headers, TOPIC, record.topic());
        add(headers, PARTITION, Integer.toString(record.partition()));
        add(headers, OFFSET, Long.toString(record.offset()));
        add(headers, SERVICE, service);
        add(headers, TIME, now.toString());
        return new ProducerRecord<>(
                Topics.deadLetters(record.topic()), null, null, record.key(), record.value(), headers);
    }

    private static void add(RecordHeaders headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
