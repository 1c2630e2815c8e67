package dev.signalbox.executor.adapter.kafka;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.kafka.Envelope;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.kafka.UnreadableRecordException;
import dev.signalbox.contracts.sandbox.SandboxIntended;
import dev.signalbox.contracts.sandbox.WorkerSeen;
import dev.signalbox.executor.app.sandboxes.Ledger;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads all of {@code sandboxes} from the beginning and keeps what concerns this backend. */
final class SandboxLedgerConsumer extends ConsumerLoop {

    private static final Duration POLL = Duration.ofMillis(500);

    private final String bootstrapServers;
    private final String prefix;
    private final Ledger ledger;
    private final DeadLetterOffice deadLetters;

    SandboxLedgerConsumer(String bootstrapServers, String backend, Ledger ledger, DeadLetterOffice deadLetters) {
        super("sandbox-ledger");
        this.bootstrapServers = bootstrapServers;
        this.prefix = KafkaSandboxRecords.prefix(backend);
        this.ledger = ledger;
        this.deadLetters = deadLetters;
    }

    @Override
    void consume() throws InterruptedException {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, "signalbox-executor-sandboxes");
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.SANDBOXES).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (!stopping()) {
                beat();
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    handle(record);
                }
                if (!ledger.isComplete()
                        && ends.entrySet().stream()
                                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
                    ledger.completed();
                }
            }
        }
    }

    private void handle(ConsumerRecord<String, byte[]> record) throws InterruptedException {
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
