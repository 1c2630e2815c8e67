package dev.signalbox.session.app;

import dev.signalbox.session.domain.Input;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of an input topic: an input, or a dead letter when it could not be read.
 *
 * @param deadLetter what to publish when the input cannot be applied either
 * @param unreadable whether there is no input
 * @param traceparent trace context to carry on
 */
public record ReceivedRecord(
        String topic,
        int partition,
        long offset,
        @Nullable Input input,
        @Nullable String traceparent,
        DeadLetterMaker deadLetter) {

    /** Makes the dead letter of the record, with the reason. */
    public interface DeadLetterMaker {
        ProducerRecord<String, byte[]> because(String reason);
    }
}
