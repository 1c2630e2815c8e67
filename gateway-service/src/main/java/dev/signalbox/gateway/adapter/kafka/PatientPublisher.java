package dev.signalbox.gateway.adapter.kafka;

import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.gateway.config.GatewayConfig;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Publishes within a bound. The producer does not block: while it does not know the topic, or its buffer is full, it refuses at
 * once. Such a record was certainly not sent and is tried again a little later.
 */
@Singleton
final class PatientPublisher {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

    private final RecordPublisher publisher;
    private final Duration bound;
    private final InstantSource clock;

    PatientPublisher(RecordPublisher publisher, GatewayConfig config, InstantSource clock) {
        this.publisher = publisher;
        this.bound = config.publishTimeout();
        this.clock = clock;
    }

    /** Ends when Kafka has acknowledged the record; fails where that is not certain within the bound. */
    Uni<Void> publish(ProducerRecord<String, byte[]> record) {
        return send(record, clock.instant().plus(bound), FIRST_PAUSE);
    }

    private Uni<Void> send(ProducerRecord<String, byte[]> record, Instant until, Duration pause) {
        CompletableFuture<Void> sending =
                publisher.publish(record).<Void>thenApply(done -> null).toCompletableFuture();
        boolean refused = sending.isCompletedExceptionally() && sending.exceptionNow() instanceof TimeoutException;
        if (refused && clock.instant().plus(pause).isBefore(until)) {
            Duration doubled = pause.multipliedBy(2);
            Duration next = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
            return Uni.createFrom().voidItem().onItem().delayIt().by(pause).chain(() -> send(record, until, next));
        }
        return Uni.createFrom().completionStage(sending);
    }
}
