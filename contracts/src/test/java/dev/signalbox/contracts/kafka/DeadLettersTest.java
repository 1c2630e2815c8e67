package dev.signalbox.contracts.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

    private static final Instant AT = Instant.parse("2026-11-20T21:00:00Z");

    private static ProducerRecord<String, byte[]> letter() {
        ConsumerRecord<String, byte[]> record =
                new ConsumerRecord<>("task-requests", 2, 7, "t-1", "{".getBytes(StandardCharsets.UTF_8));
        record.headers().add(RecordCodec.CE_ID, "e-1".getBytes(StandardCharsets.UTF_8));
        return DeadLetters.of(record, "broken", "router", AT);
    }

    @Test
    void aReplayHasTheHeadersOfTheRecordAndTheNameOfTheLetter() {
        ProducerRecord<String, byte[]> dead = letter();
        ProducerRecord<String, byte[]> again =
                DeadLetters.replay("task-requests", dead.key(), dead.value(), dead.headers(), "task-requests-dlq-0-1");

        assertThat(again.topic()).isEqualTo("task-requests");
        assertThat(again.key()).isEqualTo("t-1");
        assertThat(again.value()).isEqualTo(dead.value());
        assertThat(again.headers())
                .extracting(header -> header.key() + "=" + new String(header.value(), StandardCharsets.UTF_8))
                .containsExactly("ce_id=e-1", "dlq-replayed=task-requests-dlq-0-1");
    }

    @Test
    void whoWritesOneIsToldWhenKafkaHasIt() {
        List<String> written = new ArrayList<>();
        MockProducer<String, byte[]> kafka =
                new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
        try (RecordPublisher publisher =
                new RecordPublisher(kafka, (topic, service) -> written.add(service + " of " + topic))) {
            publisher.publish(letter());
            publisher.publish(new ProducerRecord<>("task-requests", "t-1", new byte[0]));
            publisher.publish(letter());
            assertThat(written).isEmpty();
            kafka.completeNext();
            kafka.completeNext();
            kafka.errorNext(new IllegalStateException("not taken"));
        }
        assertThat(written).containsExactly("router of task-requests");
    }

    @Test
    void tellsTopicsOfSignalboxFromOthers() {
        assertThat(Topics.ofDeadLetters("executions-e2b-dlq")).contains("executions-e2b");
        assertThat(Topics.ofDeadLetters("task-events")).isEmpty();
        assertThat(Topics.ofDeadLetters("executions--dlq-dlq")).contains("executions--dlq");
        assertThat(Topics.ofDeadLetters("executions--dlq")).isEmpty();
        assertThat(Topics.ofDeadLetters("orders-dlq")).isEmpty();
        for (Topics.TopicSpec topic : Topics.all(List.of("local"))) {
            if (topic.name().endsWith(Topics.DEAD_LETTER_SUFFIX)) {
                assertThat(Topics.ofDeadLetters(topic.name())).isPresent();
            }
        }
    }
}
