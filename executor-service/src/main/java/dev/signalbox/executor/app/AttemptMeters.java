package dev.signalbox.executor.app;

import dev.signalbox.contracts.execution.AttemptFinished;

/** Counts attempts. */
public interface AttemptMeters {

    void started();

    /** An attempt that was {@link #started} is over, with or without an answer. */
    void ended();

    void answered(AttemptFinished finished);

    /** A record of the topic could not be handled, and Kafka has its dead letter. */
    default void deadLetterWritten(String topic, String service) {}
}
