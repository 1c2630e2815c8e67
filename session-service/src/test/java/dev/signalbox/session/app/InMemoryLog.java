package dev.signalbox.session.app;

import dev.signalbox.contracts.kafka.RecordCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A log that can fail in the middle of a batch. */
public final class InMemoryLog implements Log {

    /** The process died. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
    private int crashAfter = Integer.MAX_VALUE;

    void crashAfter(int published) {
        crashAfter = published;
    }

    /** What was published, oldest first. */
    public List<ProducerRecord<String, byte[]>> records() {
        return records;
    }

    List<String> ids(String topic) {
        return records.stream()
                .filter(record -> record.topic().equals(topic))
                .map(record -> "" + RecordCodec.text(record.headers(), RecordCodec.CE_ID))
                .toList();
    }

    @Override
    public void publish(List<ProducerRecord<String, byte[]>> batch) {
        for (ProducerRecord<String, byte[]> record : batch) {
            if (crashAfter-- == 0) {
                crashAfter = Integer.MAX_VALUE;
                throw new Crash();
            }
            records.add(record);
        }
    }

    @Override
    public Set<String> publishedSince(Instant since, Collection<String> topics) {
        Set<String> found = new HashSet<>();
        records.stream()
                .filter(record -> topics.contains(record.topic()))
                .forEach(record -> found.add(identity(record)));
        return found;
    }

    @Override
    public String identity(ProducerRecord<String, byte[]> record) {
        return record.topic() + "#" + RecordCodec.text(record.headers(), RecordCodec.CE_ID);
    }

    @Override
    public String topicId(String topic) {
        return topic;
    }
}
