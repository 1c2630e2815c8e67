package dev.signalbox.session.adapter.kafka;

import dev.signalbox.contracts.kafka.DeadLetters;
import dev.signalbox.contracts.kafka.KafkaConnection;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.session.app.Log;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/** The log is Kafka. */
public final class KafkaLog implements Log {

    private static final long PUBLISH_SECONDS = 150;

    private final RecordPublisher publisher;
    private final KafkaConnection kafka;
    private final LogReader reader;

    public KafkaLog(RecordPublisher publisher, KafkaConnection kafka) {
        this.publisher = publisher;
        this.kafka = kafka;
        this.reader = new LogReader(kafka);
    }

    @Override
    public void publish(List<ProducerRecord<String, byte[]>> records) {
        if (!records.isEmpty()) {
            await(publisher.publish(records).toCompletableFuture(), "acknowledge " + records.size() + " records");
        }
    }

    @Override
    public Set<String> publishedSince(Instant since, Collection<String> topics) {
        Set<String> found = new HashSet<>();
        reader.readSince(since, topics, record -> found.add(identity(record.topic(), record.headers())));
        return found;
    }

    @Override
    public String identity(ProducerRecord<String, byte[]> record) {
        return identity(record.topic(), record.headers());
    }

    static String identity(String topic, Headers headers) {
        String deadOffset = RecordCodec.text(headers, DeadLetters.OFFSET);
        String own = deadOffset == null
                ? RecordCodec.text(headers, RecordCodec.CE_ID)
                : RecordCodec.text(headers, DeadLetters.PARTITION) + "/" + deadOffset;
        return topic + "#" + own;
    }

    @Override
    public String topicId(String topic) {
        try (Admin admin = Admin.create(kafka.settings())) {
            return await(
                            admin.describeTopics(List.of(topic))
                                    .allTopicNames()
                                    .toCompletionStage()
                                    .toCompletableFuture(),
                            "describe " + topic)
                    .values()
                    .iterator()
                    .next()
                    .topicId()
                    .toString();
        }
    }

    private static <T> T await(java.util.concurrent.Future<T> future, String what) {
        try {
            return future.get(PUBLISH_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka did not " + what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
