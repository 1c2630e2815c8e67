package dev.signalbox.contracts.kafka;

import dev.signalbox.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Records that could not be handled, as they came, with the cause in headers: {@code dlq-reason}, {@code dlq-topic},
 * {@code dlq-partition}, {@code dlq-offset}, {@code dlq-service}, {@code dlq-time}. To replay one, send its key, value
 * and other headers to {@code dlq-topic} again, with {@code dlq-replayed}: which letter it was.
 */
public final class DeadLetters {

    public static final String REASON = "dlq-reason";
    public static final String TOPIC = "dlq-topic";
    public static final String PARTITION = "dlq-partition";
    public static final String OFFSET = "dlq-offset";
    public static final String SERVICE = "dlq-service";
    public static final String TIME = "dlq-time";

    /** Of a record that was sent again: the letter that it was. Should it end here again, the new letter has it too. */
    public static final String REPLAYED = "dlq-replayed";

    /** How the headers begin that are not the record's own. */
    private static final String PREFIX = "dlq-";

    /**
     * The counter of dead letters that a service wrote, by {@code topic} and {@code service}: {@code
     * signalbox_dead_letters_written_total}. Without "written" it would be {@code signalbox_dead_letters_total}, which
     * in OpenMetrics is the same family as the gauge {@code signalbox_dead_letters}.
     */
    public static final String WRITTEN_METRIC = "signalbox.dead.letters.written";

    /** Told of each dead letter that Kafka has taken. On the producer's thread: it must not block. */
    @FunctionalInterface
    public interface Listener {

        /** One more from the topic, written by the service. */
        void written(String topic, String service);

        /** Tells nobody. */
        Listener NONE = (topic, service) -> {};
    }

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

    /**
     * The record to send to its topic again: with its own headers, and the letter's name.
     *
     * @param topic where it came from
     * @param headers of the letter
     * @param letter names it
     */
    public static ProducerRecord<String, byte[]> replay(
            String topic, @Nullable String key, byte[] value, Iterable<Header> headers, String letter) {
        RecordHeaders own = new RecordHeaders();
        for (Header header : headers) {
            if (!isOurs(header)) {
                own.add(header);
            }
        }
        add(own, REPLAYED, letter);
        return new ProducerRecord<>(topic, null, null, key, value, own);
    }

    /** Whether a header of a letter says something of the letter, and not of the record that it was. */
    public static boolean isOurs(Header header) {
        return header.key().startsWith(PREFIX);
    }

    /** Tells the listener if the record is a dead letter. */
    static void written(ProducerRecord<String, byte[]> record, Listener listener) {
        if (record.topic().endsWith(Topics.DEAD_LETTER_SUFFIX)) {
            String topic = RecordCodec.text(record.headers(), TOPIC);
            String service = RecordCodec.text(record.headers(), SERVICE);
            if (topic != null && service != null) {
                listener.written(topic, service);
            }
        }
    }

    private static void add(RecordHeaders headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
