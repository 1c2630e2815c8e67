package dev.signalbox.session.app;

import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A stretch of a partition, read once, outside any consumer group. */
public interface LogStretch {

    /** Reads from an offset, or where the partition begins if that is later, up to but without {@code to}. Blocks. */
    void read(String topic, int partition, long from, long to, Consumer<ConsumerRecord<String, byte[]>> reader);
}
