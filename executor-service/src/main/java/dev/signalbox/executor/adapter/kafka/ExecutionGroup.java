package dev.signalbox.executor.adapter.kafka;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.kafka.KafkaConnection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The share group in which the executors of a backend take their work.
 *
 * @param kafka how Kafka is reached
 * @param backend whose work
 * @param clientId names this executor in Kafka's logs
 */
record ExecutionGroup(KafkaConnection kafka, String backend, String clientId) {

    /** Deliveries of one record; must be the brokers' {@code group.share.delivery.count.limit}. */
    static final int DELIVERY_LIMIT = 10;

    String topic() {
        return Topics.executions(backend);
    }

    String group() {
        return Topics.executors(backend);
    }

    /**
     * A consumer that holds one record at a time. With several outstanding ones it would lock records that it does not
     * show, and they would go stale behind a long execution.
     */
    KafkaShareConsumer<String, byte[]> oneByOne(int slot) {
        return connect(Map.of(
                ConsumerConfig.CLIENT_ID_CONFIG, clientId + "-slot-" + slot,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "1",
                ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit"));
    }

    /** A consumer for executions that take no time. */
    KafkaShareConsumer<String, byte[]> inBatches(int number, int most) {
        return connect(Map.of(
                ConsumerConfig.CLIENT_ID_CONFIG,
                clientId + "-batch-" + number,
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                Integer.toString(most)));
    }

    private KafkaShareConsumer<String, byte[]> connect(Map<String, String> particular) {
        Map<String, Object> settings = kafka.with(particular);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group());
        settings.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, Integer.toString(2 * Topics.MAX_RECORD_BYTES));
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, Integer.toString(Topics.MAX_RECORD_BYTES));
        KafkaShareConsumer<String, byte[]> consumer =
                new KafkaShareConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        consumer.subscribe(List.of(topic()));
        return consumer;
    }
}
