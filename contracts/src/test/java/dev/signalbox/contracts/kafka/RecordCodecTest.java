package dev.signalbox.contracts.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.testing.Samples;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class RecordCodecTest {

    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private final RecordCodec codec = new RecordCodec("/signalbox/test");

    @Test
    void whatIsWrittenIsReadAgain() throws UnreadableRecordException {
        ProducerRecord<String, byte[]> sent =
                codec.encode(Topics.TASK_REQUESTS, "key", "id-1", Samples.request(), Samples.AT, TRACE);

        Envelope read = RecordCodec.decode(received(sent), RecordType.CANCEL_TASK);

        assertThat(read)
                .isEqualTo(
                        new Envelope("id-1", RecordType.TASK_REQUESTED, Samples.AT, "key", TRACE, Samples.request()));
        assertThat(RecordCodec.text(sent.headers(), "ce_specversion")).isEqualTo("1.0");
        assertThat(RecordCodec.text(sent.headers(), "ce_source")).isEqualTo("/signalbox/test");
        assertThat(RecordCodec.text(sent.headers(), "content-type")).isEqualTo("application/json");
    }

    @Test
    void whatOthersSayOfATraceIsAHeaderOfItsOwn() throws UnreadableRecordException {
        ProducerRecord<String, byte[]> sent = codec.encode(
                Topics.TASK_REQUESTS, "key", "id-1", Samples.request(), Samples.AT, TRACE + " rojo=1,congo=2");

        assertThat(RecordCodec.text(sent.headers(), "traceparent")).isEqualTo(TRACE);
        assertThat(RecordCodec.text(sent.headers(), "tracestate")).isEqualTo("rojo=1,congo=2");
        assertThat(RecordCodec.decode(received(sent), RecordType.CANCEL_TASK).trace())
                .isEqualTo(TRACE + " rojo=1,congo=2");

        sent.headers().add("tracestate", "not valid".getBytes(StandardCharsets.UTF_8));
        assertThat(RecordCodec.decode(received(sent), RecordType.CANCEL_TASK).trace())
                .isEqualTo(TRACE);
    }

    @Test
    void plainJsonWithoutHeadersIsTheDefaultTypeOfItsTopic() throws UnreadableRecordException {
        Envelope read = RecordCodec.decode(
                plain("{\"taskId\":\"t1\",\"task\":{\"code\":[{\"language\":\"python\",\"source\":\"1\"}]}}"),
                RecordType.TASK_REQUESTED);

        assertThat(read.id()).isEqualTo("topic/2/7");
        assertThat(read.time()).isEqualTo(Instant.ofEpochMilli(1234));
        assertThat(read.as(TaskRequested.class).attempt()).isEqualTo(1);
        assertThat(read.as(TaskRequested.class).tenant().value()).isEqualTo("default");
    }

    @Test
    void aStructuredCloudEventIsReadAsWell() throws UnreadableRecordException {
        ConsumerRecord<String, byte[]> record = plain("""
                {"specversion":"1.0","id":"e1","source":"/me","type":"dev.signalbox.TaskRequested.v1",
                 "time":"2026-11-20T21:00:00Z","data":{"taskId":"t1","task":{"prompt":"hi"}}}""");
        record.headers()
                .add("content-type", "application/cloudevents+json; charset=UTF-8".getBytes(StandardCharsets.UTF_8));

        Envelope read = RecordCodec.decode(record, RecordType.CANCEL_TASK);

        assertThat(read.type()).isEqualTo(RecordType.TASK_REQUESTED);
        assertThat(read.id()).isEqualTo("e1");
        assertThat(read.time()).isEqualTo(Instant.parse("2026-11-20T21:00:00Z"));
    }

    @Test
    void brokenJsonAndUnknownTypesAreUnreadableWithoutQuotingTheContent() {
        assertThatThrownBy(() -> RecordCodec.decode(plain("{\"task\": secret"), RecordType.TASK_REQUESTED))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("TaskRequested")
                .hasMessageContaining("line 1, column")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> RecordCodec.decode(
                        plain("{\"task\":{\"prompt\":\"x\",\"timeout\":\"secret\"}}"), RecordType.TASK_REQUESTED))
                .hasMessageContaining("no Duration at /task/timeout")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> RecordCodec.decode(plain("{}"), RecordType.TASK_REQUESTED))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("task is missing");
        assertThatThrownBy(() -> RecordCodec.decode(plain("null"), RecordType.TASK_REQUESTED))
                .isInstanceOf(UnreadableRecordException.class);
        ConsumerRecord<String, byte[]> unknown = plain("{}");
        unknown.headers().add("ce_type", "com.example.Other".getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> RecordCodec.decode(unknown, RecordType.TASK_REQUESTED))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining("com.example.Other");
    }

    @Test
    void aDeadLetterKeepsTheRecordAndSaysWhereItCameFrom() {
        ConsumerRecord<String, byte[]> record = plain("{");
        record.headers().add("ce_id", "x".getBytes(StandardCharsets.UTF_8));

        ProducerRecord<String, byte[]> dead = DeadLetters.of(record, "broken", "router-service", Samples.AT);

        assertThat(dead.topic()).isEqualTo("topic-dlq");
        assertThat(dead.value()).isEqualTo(record.value());
        assertThat(RecordCodec.text(dead.headers(), "ce_id")).isEqualTo("x");
        assertThat(RecordCodec.text(dead.headers(), DeadLetters.REASON)).isEqualTo("broken");
        assertThat(RecordCodec.text(dead.headers(), DeadLetters.PARTITION)).isEqualTo("2");
        assertThat(RecordCodec.text(dead.headers(), DeadLetters.OFFSET)).isEqualTo("7");
    }

    private static ConsumerRecord<String, byte[]> plain(String json) {
        return new ConsumerRecord<>(
                "topic",
                2,
                7L,
                1234L,
                org.apache.kafka.common.record.TimestampType.CREATE_TIME,
                -1,
                -1,
                "key",
                json.getBytes(StandardCharsets.UTF_8),
                new org.apache.kafka.common.header.internals.RecordHeaders(),
                java.util.Optional.empty());
    }

    private static ConsumerRecord<String, byte[]> received(ProducerRecord<String, byte[]> sent) {
        ConsumerRecord<String, byte[]> record = new ConsumerRecord<>(sent.topic(), 0, 0, sent.key(), sent.value());
        sent.headers().forEach(header -> record.headers().add(header));
        return record;
    }
}
