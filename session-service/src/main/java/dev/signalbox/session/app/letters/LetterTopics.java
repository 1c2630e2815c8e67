package dev.signalbox.session.app.letters;

import java.util.Optional;
import java.util.OptionalLong;

/** What Kafka knows of topics. Methods block. */
public interface LetterTopics {

    /** Kafka's id of the topic; absent when there is no such topic. */
    Optional<String> id(String topic);

    /** The largest record, in bytes, that the topic takes; absent when there is no such topic. */
    OptionalLong largestRecord(String topic);
}
