package dev.signalbox.session.app.letters;

import java.util.Optional;

/** What Kafka knows of topics. Methods block. */
public interface LetterTopics {

    /** Kafka's id of the topic; absent when there is no such topic. */
    Optional<String> id(String topic);

    /** What the topic takes; absent when there is no such topic. */
    Optional<Rules> rules(String topic);

    /**
     * What a topic takes.
     *
     * @param largestRecord in bytes
     * @param compacted whether of each key the last record counts
     */
    record Rules(long largestRecord, boolean compacted) {}
}
