package dev.signalbox.registry.adapter.kafka;

import dev.signalbox.contracts.kafka.DeadLetters;
import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.registry.app.Refused;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/**
 * Works on records until they are done: a database that is away is waited for, a record that cannot be handled goes to
 * the dead letters, and the others of its batch flow.
 */
@ApplicationScoped
class PatientBatches {

    private static final Logger LOG = Logger.getLogger(PatientBatches.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int TRIES = 5;

    private final RecordPublisher publisher;
    private final Clock clock;
    private volatile boolean stopping;

    PatientBatches(RecordPublisher publisher, Clock clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    void stop(@Observes ShutdownEvent event) {
        stopping = true;
    }

    /** Work on some records; on a thread that may wait. */
    interface Work {
        void on(List<ConsumerRecord<String, byte[]>> records) throws Throwable;
    }

    /** Works on all of them, together or one by one. */
    void work(List<ConsumerRecord<String, byte[]>> records, Work work) {
        if (records.isEmpty()) {
            return;
        }
        int tries = 0;
        while (true) {
            try {
                work.on(records);
                return;
            } catch (Throwable failure) {
                tries++;
                boolean hopeless = failure instanceof IllegalArgumentException || failure instanceof Unreadable;
                if (!hopeless && (tries < TRIES || !(failure instanceof Refused) && !lasting(failure))) {
                    LOG.warnf("records cannot be handled at the moment, trying again: %s", failure.toString());
                    pause();
                } else if (records.size() > 1) {
                    records.forEach(record -> work(List.of(record), work));
                    return;
                } else {
                    letGo(records.getFirst(), failure);
                    return;
                }
            }
        }
    }

    /** Of our own making rather than of the database's absence. */
    private static boolean lasting(Throwable failure) {
        return failure instanceof NullPointerException
                || failure instanceof IllegalStateException
                || failure instanceof ClassCastException
                || failure instanceof java.util.NoSuchElementException
                || failure instanceof org.hibernate.HibernateException && !unreachable(failure);
    }

    private static boolean unreachable(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof java.io.IOException
                    || cause.getClass().getName().contains("Closed")
                    || ("" + cause.getMessage()).contains("onnection")) {
                return true;
            }
        }
        return false;
    }

    /** Cannot be read. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(Throwable cause) {
            super(cause.getMessage(), cause);
        }
    }

    private void letGo(ConsumerRecord<String, byte[]> record, Throwable failure) {
        LOG.warnf(
                "a record goes to the dead letters topic=%s partition=%d offset=%d: %s",
                record.topic(), record.partition(), record.offset(), failure.toString());
        String reason = "" + failure.getMessage();
        publisher
                .publish(List.of(DeadLetters.of(record, reason, "registry", clock.instant())))
                .toCompletableFuture()
                .join();
    }

    private void pause() {
        if (stopping) {
            throw new IllegalStateException("the service is stopping");
        }
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
