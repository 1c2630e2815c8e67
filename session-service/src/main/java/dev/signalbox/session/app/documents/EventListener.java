package dev.signalbox.session.app.documents;

import dev.signalbox.contracts.kafka.Envelope;

/**
 * Is told of what happens: records of {@code task-events}, {@code session-events} and {@code session-usage}. A bean for
 * each part. Records come at least once and, of one key, in order; one after the other, so a listener is never called
 * twice at once by one instance.
 */
public interface EventListener {

    /**
     * Whether it is told of a record. Every event of every task comes by here: answer by class and key alone, and say yes
     * to few, because only what somebody wants is read at all.
     *
     * @param body class of the record
     * @param key of the record: task, session, workflow, approval or hold
     */
    boolean wants(Class<?> body, String key);

    /**
     * Something happened. What is wrong with the record itself is tried a few times, then the record goes to the dead
     * letters; anything else is tried until it succeeds.
     *
     * @param topic where it was
     * @param envelope with the record
     */
    void happened(String topic, Envelope envelope);
}
