package dev.signalbox.executor.adapter.kafka;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.kafka.Envelope;
import dev.signalbox.contracts.kafka.KafkaConnection;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.kafka.UnreadableRecordException;
import dev.signalbox.contracts.sandbox.SandboxIntended;
import dev.signalbox.contracts.sandbox.WorkerSeen;
import dev.signalbox.executor.app.sandboxes.Ledger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads all of {@code sandboxes} from the beginning and keeps what concerns this backend. */
final class SandboxLedgerConsumer extends WholeTopicLoop {

    private final String prefix;
    private final Ledger ledger;
    private final DeadLetterOffice deadLetters;

    SandboxLedgerConsumer(KafkaConnection kafka, String backend, Ledger ledger, DeadLetterOffice deadLetters) {
        super("sandboxes", kafka, Topics.SANDBOXES);
        this.prefix = KafkaSandboxRecords.prefix(backend);
        this.ledger = ledger;
        this.deadLetters = deadLetters;
    }

    @Override
    void caughtUp() {
        ledger.completed();
    }

    @Override
    void handle(ConsumerRecord<String, byte[]> record) throws InterruptedException {
        String key = record.key();
        if (key == null || !key.startsWith(prefix)) {
            return;
        }
        String name = key.substring(prefix.length());
        if (isTombstone(record)) {
            String worker = KafkaSandboxRecords.worker(name);
            if (worker == null) {
                ledger.removed(name);
            } else {
                ledger.ended(worker);
            }
            return;
        }
        try {
            Envelope envelope = RecordCodec.decode(record, RecordType.SANDBOX_INTENDED);
            switch (envelope.body()) {
                case SandboxIntended intended
                when !lacks(intended.worker()) && !lacks(intended.deadline()) && !lacks(intended.at()) ->
                    ledger.intended(name, intended);
                case WorkerSeen seen when !lacks(seen.worker()) && !lacks(seen.at()) -> ledger.seen(seen);
                default -> throw new UnreadableRecordException("this is no intent and no sign of a worker");
            }
        } catch (UnreadableRecordException e) {
            deadLetters.keep(record, "" + e.getMessage());
        }
    }

    private static boolean isTombstone(ConsumerRecord<String, byte[]> record) {
        byte @Nullable [] value = record.value();
        return value == null;
    }

    private static boolean lacks(@Nullable Object field) {
        return field == null;
    }
}
