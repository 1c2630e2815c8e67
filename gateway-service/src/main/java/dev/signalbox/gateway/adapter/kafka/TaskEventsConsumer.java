package dev.signalbox.gateway.adapter.kafka;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.event.TaskEnded;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.kafka.UnreadableRecordException;
import dev.signalbox.gateway.app.TaskSignals;
import dev.signalbox.gateway.app.TaskSignals.Signal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hears of every event as it is published, to wake whoever follows its task. A record that nobody waits for costs a
 * look at its key. Writes no dead letters: every instance reads every record, and losing a wake-up loses nothing.
 */
@ApplicationScoped
public class TaskEventsConsumer {

    static final String CHANNEL = "task-events";

    private static final Logger LOG = Logger.getLogger(TaskEventsConsumer.class);
    private static final Set<String> LAST_EVENTS = Set.of(
            RecordType.TASK_COMPLETED.ceType(), RecordType.TASK_FAILED.ceType(), RecordType.TASK_CANCELLED.ceType());

    private final TaskSignals signals;

    TaskEventsConsumer(TaskSignals signals) {
        this.signals = signals;
    }

    @Incoming(CHANNEL)
    void consume(ConsumerRecords<String, byte[]> records) {
        for (ConsumerRecord<String, byte[]> record : records) {
            String key = record.key();
            if (key != null && signals.followed(key)) {
                signals.happened(new Signal(new TaskId(key), record.offset() + 1, ended(record)));
            }
        }
    }

    private static @Nullable TaskEnded ended(ConsumerRecord<String, byte[]> record) {
        String type = RecordCodec.typeOf(record);
        if (type == null || !LAST_EVENTS.contains(type)) {
            return null;
        }
        try {
            return RecordCodec.decode(record, RecordType.TASK_COMPLETED).as(TaskEnded.class);
        } catch (UnreadableRecordException e) {
            LOG.warnf(
                    "taskId=%s topic=%s partition=%d offset=%d unreadable last event: %s",
                    record.key(), record.topic(), record.partition(), record.offset(), e.getMessage());
            return null;
        }
    }
}
