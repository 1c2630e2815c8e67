package dev.signalbox.session.app.documents;

import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Publications that were stored with their change. Methods block. */
public interface OutboxStore {

    /**
     * Hands the oldest over, in order, and removes them when that succeeded. Only one instance does so at a time; the
     * others get 0.
     *
     * @param most changes at once
     * @return how many changes were handed over
     */
    int publish(int most, Consumer<List<ProducerRecord<String, byte[]>>> publisher);
}
