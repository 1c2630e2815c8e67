package dev.signalbox.session.app.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.kafka.Envelope;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.session.SessionAgentReady;
import dev.signalbox.contracts.session.SessionEvent;
import dev.signalbox.contracts.testing.Samples;
import dev.signalbox.session.app.InMemoryLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class TellListenersTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final SessionEvent READY =
            new SessionAgentReady(Samples.SESSION, Samples.TENANT, "test_lead", Duration.ofMillis(4), NOW);

    private final InMemoryLog log = new InMemoryLog();
    private final List<String> heard = new ArrayList<>();

    private TellListeners telling(Runnable happening) {
        return new TellListeners(
                List.of(new EventListener() {
                    @Override
                    public boolean wants(Class<?> body, String key) {
                        return body == SessionAgentReady.class && key.equals("mine");
                    }

                    @Override
                    public void happened(String topic, Envelope envelope) {
                        heard.add(envelope.as(SessionAgentReady.class).role());
                        happening.run();
                    }
                }),
                log,
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static ConsumerRecord<String, byte[]> record(String key) {
        ProducerRecord<String, byte[]> made =
                new RecordCodec("/test").encode(Topics.SESSION_EVENTS, key, "id", READY, NOW, null);
        return record(key, made.value(), new RecordHeaders(made.headers().toArray()));
    }

    private static ConsumerRecord<String, byte[]> record(String key, byte[] value, RecordHeaders headers) {
        return new ConsumerRecord<>(
                Topics.SESSION_EVENTS,
                0,
                7,
                NOW.toEpochMilli(),
                TimestampType.CREATE_TIME,
                key.length(),
                value.length,
                key,
                value,
                headers,
                java.util.Optional.empty());
    }

    @Test
    void onlyWhoWantsARecordIsTold() {
        TellListeners telling = telling(() -> {});

        telling.tell(record("mine"));
        telling.tell(record("other"));

        assertThat(heard).containsExactly("test_lead");
    }

    @Test
    void whatIsWrongWithTheRecordIsTriedThreeTimesAndThenDead() {
        telling(() -> {
                    throw new IllegalStateException("no");
                })
                .tell(record("mine"));

        assertThat(heard).hasSize(3);
        assertThat(log.records()).extracting(ProducerRecord::topic).containsExactly("session-events-dlq");
    }

    @Test
    void whatFailsOtherwiseIsTriedUntilItSucceeds() {
        telling(() -> {
                    if (heard.size() < 5) {
                        throw new java.util.concurrent.CompletionException(new java.io.IOException("away"));
                    }
                })
                .tell(record("mine"));

        assertThat(heard).hasSize(5);
        assertThat(log.records()).isEmpty();
    }

    @Test
    void aServiceThatEndsTriesNothingAgain() {
        AtomicReference<TellListeners> telling = new AtomicReference<>();
        telling.set(telling(() -> {
            telling.get().stop();
            throw new java.util.concurrent.CompletionException(new java.io.IOException("closed"));
        }));

        assertThatThrownBy(() -> telling.get().tell(record("mine"))).isInstanceOf(CancellationException.class);
        assertThat(heard).hasSize(1);
    }

    @Test
    void aServiceThatEndsTakesNothingMoreIn() {
        TellListeners telling = telling(() -> {});
        telling.stop();

        assertThatThrownBy(() -> telling.tell(record("mine"))).isInstanceOf(CancellationException.class);
        assertThat(heard).isEmpty();
    }

    @Test
    void aRecordThatSaysNotWhatItIsIsDead() {
        telling(() -> {}).tell(record("mine", new byte[] {'{'}, new RecordHeaders()));

        assertThat(heard).isEmpty();
        assertThat(log.records()).extracting(ProducerRecord::topic).containsExactly("session-events-dlq");
    }
}
