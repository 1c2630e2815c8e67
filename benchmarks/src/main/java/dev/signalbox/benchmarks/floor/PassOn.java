package dev.signalbox.benchmarks.floor;

import dev.signalbox.contracts.Topics;
import java.util.List;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** One hop alone: passes every task request on to another topic and does nothing besides. */
public final class PassOn {

    private PassOn() {}

    /** Arguments: address of Kafka, topic to write to. */
    public static void main(String[] arguments) {
        KafkaConsumer<byte[], byte[]> consumer = FloorMain.consumer(arguments[0], "pass-on-" + arguments[1]);
        consumer.subscribe(List.of(Topics.TASK_REQUESTS));
        new Hop(consumer, FloorMain.producer(arguments[0]), arguments[1]).run();
    }
}
