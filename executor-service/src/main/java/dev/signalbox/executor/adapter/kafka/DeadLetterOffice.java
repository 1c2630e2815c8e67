package dev.signalbox.executor.adapter.kafka;

import dev.signalbox.contracts.kafka.DeadLetters;
import dev.signalbox.contracts.kafka.RecordPublisher;
import java.time.Clock;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Keeps records that could not be handled. */
final class DeadLetterOffice {

    private static final System.Logger LOG = System.getLogger(DeadLetterOffice.class.getName());
    private static final String SERVICE = "executor-service";
    private static final int DURABLE_OR_LOST_SECONDS = 150;

    private final RecordPublisher publisher;
    private final Clock clock;

    DeadLetterOffice(RecordPublisher publisher, Clock clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    /** Writes the record to its dead-letter topic and waits until it is there; false when it was not taken. */
    boolean keep(ConsumerRecord<String, byte[]> record, String reason) throws InterruptedException {
        try {
            publisher
                    .publish(letter(record, reason))
                    .toCompletableFuture()
                    .get(DURABLE_OR_LOST_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(System.Logger.Level.ERROR, "the dead letter was not taken", e);
            return false;
        }
    }

    ProducerRecord<String, byte[]> letter(ConsumerRecord<String, byte[]> record, String reason) {
        LOG.log(
                System.Logger.Level.WARNING,
                "dead letter topic={0} partition={1} offset={2}: {3}",
                record.topic(),
                Integer.toString(record.partition()),
                Long.toString(record.offset()),
                reason);
        return DeadLetters.of(record, reason, SERVICE, clock.instant());
    }
}
