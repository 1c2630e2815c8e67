package dev.signalbox.session.app;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The log that outputs go to. Methods block; call them on a virtual thread. */
public interface Log {

    /** Publishes in order and returns when all is acknowledged. */
    void publish(List<ProducerRecord<String, byte[]>> records);

    /** Identities (see {@link #identity}) of the records that stand in the topics since then. */
    Set<String> publishedSince(Instant since, Collection<String> topics);

    /** What a record is recognised by when it is published again. */
    String identity(ProducerRecord<String, byte[]> record);

    /** Kafka's own id of a topic: it differs when a topic was deleted and made again. */
    String topicId(String topic);
}
