package dev.signalbox.session.app.documents;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.kafka.DeadLetters;
import dev.signalbox.contracts.kafka.Envelope;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.kafka.UnreadableRecordException;
import dev.signalbox.contracts.telemetry.Step;
import dev.signalbox.session.app.Log;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Tells the listeners what happened. */
public final class TellListeners {

    private static final System.Logger LOG = System.getLogger(TellListeners.class.getName());
    private static final int TRIES = 3;
    private static final long FIRST_WAIT_MILLIS = 100;
    private static final long LONGEST_WAIT_MILLIS = 5_000;

    private final List<EventListener> listeners;
    private final Log log;
    private final Clock clock;
    private volatile boolean stopping;

    public TellListeners(List<EventListener> listeners, Log log, Clock clock) {
        this.listeners = listeners;
        this.log = log;
        this.clock = clock;
    }

    /** Nothing is tried again from now on: what was not taken in is delivered again to whoever comes next. */
    public void stop() {
        stopping = true;
    }

    /** Whether nothing more is taken in. */
    public boolean stopping() {
        return stopping;
    }

    /** Tells of one record; returns when everybody who wanted it has done with it. */
    public void tell(ConsumerRecord<String, byte[]> record) {
        if (stopping) {
            throw new CancellationException("the service ends; the record is delivered again");
        }
        String name = RecordCodec.typeOf(record);
        RecordType type = name == null ? null : RecordType.named(name).orElse(null);
        if (name == null && !record.topic().equals(Topics.TASK_EVENTS)) {
            // Nobody but Signalbox writes here; whoever projects task-events sees to those.
            dead(record, "the record has no ce_type");
            return;
        }
        if (type == null || record.value() == null) {
            return;
        }
        String key = record.key() == null ? "" : record.key();
        List<EventListener> wanting = listeners.stream()
                .filter(listener -> listener.wants(type.body(), key))
                .toList();
        if (wanting.isEmpty()) {
            return;
        }
        try {
            Envelope envelope = RecordCodec.decode(record, type);
            try (Step.Scope ignored = Step.carrying(envelope.trace()).enter()) {
                wanting.forEach(listener -> tell(listener, record, envelope));
            }
        } catch (UnreadableRecordException e) {
            dead(record, "" + e.getMessage());
        }
    }

    private void tell(EventListener listener, ConsumerRecord<String, byte[]> record, Envelope envelope) {
        long wait = FIRST_WAIT_MILLIS;
        for (int tried = 1; ; tried++) {
            try {
                listener.happened(record.topic(), envelope);
                return;
            } catch (CancellationException e) {
                throw e;
            } catch (IllegalArgumentException
                    | IllegalStateException
                    | NullPointerException
                    | ClassCastException
                    | ArithmeticException e) {
                if (tried == TRIES) {
                    LOG.log(System.Logger.Level.ERROR, "cannot take in " + envelope.id(), e);
                    dead(record, e.toString());
                    return;
                }
                pause(wait);
            } catch (RuntimeException e) {
                if (stopping) {
                    throw new CancellationException("the service ends; the record is delivered again");
                }
                LOG.log(System.Logger.Level.WARNING, "{0} is taken in later: {1}", envelope.id(), e.toString());
                pause(wait);
                wait = Math.min(2 * wait, LONGEST_WAIT_MILLIS);
            }
        }
    }

    private void dead(ConsumerRecord<String, byte[]> record, String why) {
        log.publish(List.of(DeadLetters.of(record, why, "session-service", clock.instant())));
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted; the record is delivered again");
        }
    }
}
