package dev.signalbox.session.app;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.kafka.RecordCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** What a log keeps of inputs, with the positions that were committed. */
final class RecoveringInputs implements InputLog {

    private record Kept(ReceivedRecord record, Instant at) {}

    private final InMemoryLog outputs;
    private final List<Kept> kept = new ArrayList<>();
    private final Map<String, Long> committed = new HashMap<>();

    RecoveringInputs(InMemoryLog outputs) {
        this.outputs = outputs;
    }

    /** The record came then. */
    void came(ReceivedRecord record, Instant at) {
        kept.add(new Kept(record, at));
        committed.putIfAbsent(record.topic(), 0L);
    }

    /** It was applied, and its offset committed. */
    void committed(ReceivedRecord record) {
        committed.merge(record.topic(), record.offset() + 1, Math::max);
    }

    @Override
    public Map<String, Position> positions(int partition) {
        Map<String, Position> positions = new HashMap<>();
        committed.forEach((topic, offset) -> positions.put(topic, new Position(0, offset, end(topic))));
        return positions;
    }

    private long end(String topic) {
        return kept.stream().filter(each -> each.record().topic().equals(topic)).count();
    }

    @Override
    public void read(int partition, Map<String, Stretch> stretches, BiConsumer<ReceivedRecord, Instant> reader) {
        kept.stream()
                .filter(each -> stretches.containsKey(each.record().topic()))
                .filter(each -> each.record().offset()
                        >= stretches.get(each.record().topic()).from())
                .filter(each -> each.record().offset()
                        < stretches.get(each.record().topic()).to())
                .sorted(Comparator.comparing(Kept::at))
                .forEach(each -> reader.accept(each.record(), each.at()));
    }

    @Override
    public Set<String> published(int partition, Instant since) {
        Set<String> found = new HashSet<>();
        outputs.records().forEach(record -> found.add(outputs.identity(record)));
        return found;
    }

    /** How often the log has a record of this id. */
    long count(String id) {
        return outputs.records().stream()
                .filter(record -> !record.topic().equals(Topics.TASK_REQUESTS))
                .filter(record -> id.equals(RecordCodec.text(record.headers(), RecordCodec.CE_ID)))
                .count();
    }
}
