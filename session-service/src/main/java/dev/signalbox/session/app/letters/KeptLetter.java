package dev.signalbox.session.app.letters;

import dev.signalbox.session.domain.letters.DeadLetter;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A letter with its record.
 *
 * @param record for the topic that it came from, with the headers of the letter; without its value where that is not
 *     kept, or there is none
 */
public record KeptLetter(DeadLetter letter, ProducerRecord<String, byte[]> record) {

    /** Whether the value is only in Kafka. */
    public boolean lacksValue() {
        return letter.size() >= 0 && record.value() == null;
    }

    /** With a value that was read elsewhere. */
    KeptLetter with(byte[] value) {
        return new KeptLetter(
                letter, new ProducerRecord<>(record.topic(), null, null, record.key(), value, record.headers()));
    }

    /** What stands in a record is not for logs. */
    @Override
    public String toString() {
        return "KeptLetter[" + letter.id() + "]";
    }
}
