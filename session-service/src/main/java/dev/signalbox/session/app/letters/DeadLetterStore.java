package dev.signalbox.session.app.letters;

import dev.signalbox.session.app.documents.Documents.Position;
import dev.signalbox.session.domain.letters.DeadLetter;
import dev.signalbox.session.domain.letters.LetterState;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Where dead letters are kept. Methods block; call them on a virtual thread. */
public interface DeadLetterStore {

    /**
     * Stores letters, in one transaction. One that is there already is left as it is; one that only has the name of
     * another, of an earlier topic, gets its {@link DeadLetter.Place#longId() long name}.
     *
     * @throws dev.signalbox.session.app.TaskStore.RefusedException when the database does not take the data
     */
    void takeIn(List<KeptLetter> letters, Instant now);

    /** A page, the newest first, without records. */
    List<KeptLetter> list(LetterFilter filter, @Nullable Position before, int limit);

    /** The oldest, without values. */
    List<KeptLetter> oldest(LetterFilter filter, int limit);

    /** How many there are. */
    long count(LetterFilter filter);

    /** Those of these names that are there, the oldest first, with the values that are kept. */
    List<KeptLetter> load(List<String> ids);

    /**
     * Changes the state of letters and stores what follows, in one transaction.
     *
     * @param letters as they were read; if one of them was changed since, nothing happens
     * @param records to be published, in this order, each at least once
     * @return whether it happened
     */
    boolean change(
            List<DeadLetter> letters,
            LetterState state,
            DeadLetter.Handled handled,
            List<ProducerRecord<String, byte[]>> records);

    /** How many there are of each topic in each state. */
    List<Count> counts();

    /** Removes those that were taken in before, whatever became of them. */
    int forget(Instant before);

    /** Letters of a topic in a state. */
    record Count(String topic, LetterState state, long letters) {}
}
