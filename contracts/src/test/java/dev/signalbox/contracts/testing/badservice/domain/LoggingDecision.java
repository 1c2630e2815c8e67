package dev.signalbox.contracts.testing.badservice.domain;

import org.apache.kafka.common.TopicPartition;

/** Deliberately bad: a domain class that knows Kafka. */
class LoggingDecision {
    TopicPartition partition = new TopicPartition("t", 0);
}
