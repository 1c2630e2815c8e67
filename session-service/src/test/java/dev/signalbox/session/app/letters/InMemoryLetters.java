package dev.signalbox.session.app.letters;

import dev.signalbox.session.app.TaskStore;
import dev.signalbox.session.app.documents.Documents.Position;
import dev.signalbox.session.domain.letters.DeadLetter;
import dev.signalbox.session.domain.letters.LetterState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Letters in memory, which refuses some and which another operator gets at first. */
final class InMemoryLetters implements DeadLetterStore {

    final Map<String, KeptLetter> letters = new LinkedHashMap<>();
    final List<ProducerRecord<String, byte[]>> published = new ArrayList<>();
    final Set<String> refusedReasons = new TreeSet<>();
    int losesTheRace;

    @Override
    public void takeIn(List<KeptLetter> taken, Instant now) {
        if (taken.stream()
                .anyMatch(letter -> refusedReasons.contains(letter.letter().reason()))) {
            throw new TaskStore.RefusedException("SQLSTATE 22021");
        }
        taken.forEach(letter -> letters.putIfAbsent(letter.letter().id(), letter));
    }

    @Override
    public List<KeptLetter> list(LetterFilter filter, @Nullable Position before, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<KeptLetter> oldest(LetterFilter filter, int limit) {
        return letters.values().stream()
                .filter(letter -> filter.state() == letter.letter().state())
                .filter(letter -> filter.topic() == null
                        || filter.topic().equals(letter.letter().topic()))
                .sorted(Comparator.comparing(letter -> letter.letter().diedAt()))
                .limit(limit)
                .toList();
    }

    @Override
    public long count(LetterFilter filter) {
        return oldest(filter, Integer.MAX_VALUE).size();
    }

    @Override
    public List<KeptLetter> load(List<String> ids) {
        return letters.values().stream()
                .filter(letter -> ids.contains(letter.letter().id()))
                .sorted(Comparator.comparing(letter -> letter.letter().diedAt()))
                .toList();
    }

    @Override
    public boolean change(
            List<DeadLetter> changed,
            LetterState state,
            DeadLetter.Handled handled,
            List<ProducerRecord<String, byte[]>> records) {
        if (losesTheRace > 0) {
            losesTheRace--;
            return false;
        }
        for (DeadLetter letter : changed) {
            KeptLetter kept = letters.get(letter.id());
            letters.put(letter.id(), new KeptLetter(inState(letter, state, handled), kept.record()));
        }
        published.addAll(records);
        return true;
    }

    private static DeadLetter inState(DeadLetter letter, LetterState state, DeadLetter.Handled handled) {
        return new DeadLetter(
                letter.id(),
                letter.place(),
                letter.topic(),
                letter.sourcePartition(),
                letter.sourceOffset(),
                letter.service(),
                letter.reason(),
                letter.diedAt(),
                letter.taskId(),
                letter.replayOf(),
                letter.size(),
                state,
                letter.replays() + (state == LetterState.REPLAYED ? 1 : 0),
                handled);
    }

    @Override
    public List<Count> counts() {
        throw new UnsupportedOperationException();
    }

    @Override
    public int forget(Instant before) {
        throw new UnsupportedOperationException();
    }
}
