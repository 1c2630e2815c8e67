package dev.signalbox.executor.adapter.kafka;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.kafka.KafkaConnection;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.kafka.UnreadableRecordException;
import dev.signalbox.contracts.session.SandboxHold;
import dev.signalbox.executor.app.holds.WantedHolds;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads all of {@code session-sandboxes} from the beginning. What cannot be read becomes a dead letter when it comes, and
 * not again at each start, at which all of the topic is read; each executor that is there then writes one.
 */
final class HoldsConsumer extends WholeTopicLoop {

    private static final System.Logger LOG = System.getLogger(HoldsConsumer.class.getName());

    private final WantedHolds holds;
    private final DeadLetterOffice deadLetters;
    /** Only the loop's own thread looks at it. */
    private boolean caughtUp;

    HoldsConsumer(KafkaConnection kafka, WantedHolds holds, DeadLetterOffice deadLetters) {
        super("session-sandboxes", kafka, Topics.SESSION_SANDBOXES);
        this.holds = holds;
        this.deadLetters = deadLetters;
    }

    @Override
    void caughtUp() {
        caughtUp = true;
        holds.completed();
    }

    @Override
    void handle(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        String key = record.key();
        byte @Nullable [] value = record.value();
        if (key != null && value == null) {
            holds.letGo(key);
            return;
        }
        try {
            if (!(RecordCodec.decode(record, RecordType.SANDBOX_HOLD).body() instanceof SandboxHold hold)
                    || !hold.holdId().equals(key)
                    || lacks(hold)) {
                throw new UnreadableRecordException("this is no hold, or one of another name");
            }
            holds.wanted(hold);
        } catch (UnreadableRecordException | RuntimeException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "a record of session-sandboxes cannot be read: offset {0}, {1}",
                    record.offset(),
                    e.getMessage());
            if (caughtUp) {
                deadLetters.keep(record, "" + e.getMessage());
            }
        }
    }

    private static boolean lacks(SandboxHold hold) {
        return isAbsent(hold.tenant())
                || isAbsent(hold.agentId())
                || isAbsent(hold.backend())
                || isAbsent(hold.tier())
                || isAbsent(hold.resources())
                || isAbsent(hold.rates())
                || isAbsent(hold.until());
    }

    private static boolean isAbsent(@Nullable Object field) {
        return field == null;
    }
}
