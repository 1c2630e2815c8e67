package dev.signalbox.benchmarks.floor;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * The process of the floor: front and hops. Started by {@link FloorProcess}; ends when its standard input does, so that
 * it does not outlive the benchmark.
 */
public final class FloorMain {

    private static final int FAILED = 1;

    private FloorMain() {}

    /** Arguments: address of Kafka, host to listen on, name of the run. */
    public static void main(String[] arguments) throws IOException {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> fail(failure));
        String kafka = arguments[0];
        List<String> topics = new FloorTopics(arguments[2]).inOrder();
        for (int hop = 0; hop + 1 < topics.size(); hop++) {
            KafkaConsumer<byte[], byte[]> consumer = consumer(kafka, topics.get(hop));
            consumer.subscribe(List.of(topics.get(hop)));
            new Thread(new Hop(consumer, producer(kafka), topics.get(hop + 1)), topics.get(hop)).start();
        }
        KafkaConsumer<byte[], byte[]> results = consumer(kafka, null);
        List<TopicPartition> partitions = results.partitionsFor(topics.getLast()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        results.assign(partitions);
        Front front = new Front(producer(kafka), results, topics.getFirst());
        new Thread(front, topics.getLast()).start();
        System.out.println(FloorProcess.LISTENING + front.listen(arguments[1]));
        while (System.in.read() >= 0) {
            continue;
        }
        Runtime.getRuntime().halt(0);
    }

    /** Says why, and ends the process: half a floor would give figures of nothing. */
    static void fail(Throwable failure) {
        System.err.println("the floor fails: " + failure);
        Runtime.getRuntime().halt(FAILED);
    }

    /** The settings of {@code RecordPublisher}, which all services send with. */
    static KafkaProducer<byte[], byte[]> producer(String kafka) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka,
                        ProducerConfig.ACKS_CONFIG, "all",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true",
                        ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4",
                        ProducerConfig.LINGER_MS_CONFIG, "0",
                        ProducerConfig.BATCH_SIZE_CONFIG, "131072"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    static KafkaConsumer<byte[], byte[]> consumer(String kafka, @Nullable String group) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        if (group != null) {
            settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        }
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}
