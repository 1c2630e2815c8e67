package dev.signalbox.session.app;

import dev.signalbox.session.domain.Input;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of an input topic: an input, or a dead letter when it could not be read.
 *
 * @param deadLetter what to publish when the input cannot be applied either
 * @param trace trace context to carry on
 */
public record ReceivedRecord(
        String topic,
        int partition,
        long offset,
        @Nullable Input input,
        @Nullable String trace,
        DeadLetterMaker deadLetter) {

    /** The same record as one that can only become a dead letter. */
    ReceivedRecord refused() {
        return new ReceivedRecord(topic, partition, offset, null, trace, deadLetter);
    }

    /** Makes the dead letter of the record, with the reason. */
    public interface DeadLetterMaker {
        ProducerRecord<String, byte[]> because(String reason);
    }
}
