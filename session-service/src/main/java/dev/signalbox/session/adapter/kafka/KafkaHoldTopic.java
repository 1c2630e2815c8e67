package dev.signalbox.session.adapter.kafka;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.kafka.UnreadableRecordException;
import dev.signalbox.contracts.session.SandboxHold;
import dev.signalbox.session.app.sessions.HoldTopic;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/** The compacted topic, read whole. */
final class KafkaHoldTopic implements HoldTopic {

    private static final Logger LOG = Logger.getLogger(KafkaHoldTopic.class);

    private final LogReader reader;
    private final KafkaLog log;

    KafkaHoldTopic(LogReader reader, KafkaLog log) {
        this.reader = reader;
        this.log = log;
    }

    @Override
    public Map<String, SandboxHold> wanted() {
        Map<String, SandboxHold> wanted = new HashMap<>();
        reader.readSince(Instant.EPOCH, List.of(Topics.SESSION_SANDBOXES), record -> take(record, wanted));
        return wanted;
    }

    private static void take(ConsumerRecord<String, byte[]> record, Map<String, SandboxHold> wanted) {
        if (record.key() == null) {
            return;
        }
        if (record.value() == null) {
            wanted.remove(record.key());
            return;
        }
        try {
            SandboxHold hold =
                    RecordCodec.decode(record, RecordType.SANDBOX_HOLD).as(SandboxHold.class);
            wanted.put(record.key(), hold);
        } catch (UnreadableRecordException | IllegalArgumentException | ClassCastException e) {
            LOG.warnf("hold %s is not readable: %s", record.key(), e.getMessage());
        }
    }

    @Override
    public void letGo(String holdId) {
        log.publish(List.of(new ProducerRecord<>(Topics.SESSION_SANDBOXES, holdId, null)));
    }
}
