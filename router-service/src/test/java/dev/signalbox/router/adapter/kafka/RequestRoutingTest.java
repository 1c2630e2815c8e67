package dev.signalbox.router.adapter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.kafka.DeadLetters;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.telemetry.Steps;
import dev.signalbox.contracts.telemetry.Tracing;
import dev.signalbox.router.testing.TestingWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RequestRoutingTest {

    private static final String TASK = "{\"task\": {\"code\": [{\"source\": \"echo 1\"}]}}";
    private static final String TRACEPARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final RequestRouting routing = new RequestRouting(
            TestingWorld.router(TestingWorld.snapshot(TestingWorld.backend("local"))),
            new RecordCodec("/signalbox/router"),
            Clock.fixed(TestingWorld.NOW, ZoneOffset.UTC),
            Tracing.OFF);

    private ProducerRecord<String, byte[]> outputOf(ConsumerRecord<String, byte[]> record) {
        return routing.outputOf(record, new Steps());
    }

    @Test
    void carriesTheTraceOn() {
        ConsumerRecord<String, byte[]> record = record("key", TASK, TestingWorld.NOW);
        record.headers().add("traceparent", TRACEPARENT.getBytes(StandardCharsets.UTF_8));
        assertThat(header(outputOf(record), "traceparent")).isEqualTo(TRACEPARENT);
    }

    @Test
    void decidesAtTheTimeOfTheRecordSoThatReadingItAgainChangesNothing() throws IOException {
        Instant recorded = TestingWorld.NOW.minusSeconds(3000);
        assertThat(decidedAt(recorded)).isEqualTo(recorded);
    }

    @Test
    void doesNotBelieveAClientWhoseClockIsFarAhead() throws IOException {
        assertThat(decidedAt(TestingWorld.NOW.plus(Duration.ofDays(1)))).isEqualTo(TestingWorld.NOW);
        Instant little = TestingWorld.NOW.plusSeconds(2);
        assertThat(decidedAt(little)).isEqualTo(little);
    }

    @Test
    void anAttemptHasItsOwnIdentifier() {
        ProducerRecord<String, byte[]> output = outputOf(
                record("key", "{\"attempt\": 3, \"task\": {\"code\": [{\"source\": \"ls\"}]}}", TestingWorld.NOW));
        assertThat(header(output, RecordCodec.CE_ID)).isEqualTo("key:3:routed");
        assertThat(output.key()).isEqualTo("key");
        assertThat(output.topic()).isEqualTo(Topics.TASK_ROUTES);
    }

    @Test
    void aKeyThatIsNoIdentifierIsNotTaken() {
        assertThat(outputOf(record("no id!", TASK, TestingWorld.NOW)).key()).isEqualTo("task-requests-2-17");
    }

    @Test
    void anAttemptBelowOneIsNotValid() throws IOException {
        ProducerRecord<String, byte[]> output = outputOf(
                record("key", "{\"attempt\": -1, \"task\": {\"code\": [{\"source\": \"ls\"}]}}", TestingWorld.NOW));
        assertThat(tree(output).at("/problem/detail").asText()).contains("/attempt is a number from 1");
    }

    @Test
    void aRecordOfAnotherTypeIsADeadLetter() {
        ConsumerRecord<String, byte[]> record = record("key", "{\"taskId\": \"a\"}", TestingWorld.NOW);
        record.headers().add("ce_type", "dev.signalbox.CancelTask.v1".getBytes(StandardCharsets.UTF_8));
        ProducerRecord<String, byte[]> output = outputOf(record);
        assertThat(output.topic()).isEqualTo("task-requests-dlq");
        assertThat(header(output, DeadLetters.REASON)).contains("CancelTask");
    }

    @Test
    void aDeadLetterThatIsTooLargeLosesItsValueAndNotItsPlace() {
        ProducerRecord<String, byte[]> output =
                outputOf(record("key", "{".repeat(Topics.MAX_RECORD_BYTES - 100), TestingWorld.NOW));
        assertThat(output.value()).isNull();
        assertThat(header(output, DeadLetters.OFFSET)).isEqualTo("17");
    }

    private Instant decidedAt(Instant recorded) throws IOException {
        return Instant.parse(
                tree(outputOf(record("key", TASK, recorded))).get("decidedAt").asText());
    }

    private static JsonNode tree(ProducerRecord<String, byte[]> record) throws IOException {
        return Json.mapper().readTree(record.value());
    }

    private static String header(ProducerRecord<String, byte[]> record, String name) {
        return RecordCodec.text(record.headers(), name);
    }

    private static ConsumerRecord<String, byte[]> record(String key, String value, Instant time) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        return new ConsumerRecord<>(
                Topics.TASK_REQUESTS,
                2,
                17,
                time.toEpochMilli(),
                TimestampType.CREATE_TIME,
                key.length(),
                bytes.length,
                key,
                bytes,
                new RecordHeaders(),
                Optional.empty());
    }
}
