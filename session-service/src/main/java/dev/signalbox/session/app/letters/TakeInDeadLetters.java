package dev.signalbox.session.app.letters;

import dev.signalbox.session.app.Patience;
import dev.signalbox.session.app.TaskStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Stores what comes on dead-letter topics, a poll in a transaction; again until PostgreSQL has it. */
public final class TakeInDeadLetters {

    private static final System.Logger LOG = System.getLogger(TakeInDeadLetters.class.getName());
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final DeadLetterStore store;
    private final LetterTopics topics;
    private final ReadLetters reader;
    private final Duration retention;
    private final Clock clock;
    private final Map<String, String> topicIds = new HashMap<>();
    private final Patience patience = new Patience(LONGEST_WAIT);

    /**
     * Takes in letters.
     *
     * @param retention older ones are not taken in: they were here and went
     */
    public TakeInDeadLetters(
            DeadLetterStore store, LetterTopics topics, ReadLetters reader, Duration retention, Clock clock) {
        this.store = store;
        this.topics = topics;
        this.reader = reader;
        this.retention = retention;
        this.clock = clock;
    }

    /** Nothing is tried again from now on: what was not stored is delivered again to whoever comes next. */
    public void stop() {
        patience.stop();
    }

    /** Whether nothing more is taken in. */
    public boolean stopping() {
        return patience.stopping();
    }

    /** Returns when all are stored. */
    public void takeIn(List<ConsumerRecord<String, byte[]>> records) {
        patience.untilDone(
                () -> {
                    List<KeptLetter> letters = read(records);
                    if (!letters.isEmpty()) {
                        store(letters);
                    }
                },
                (failure, wait) -> {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "{0} dead letters are taken in later: {1}",
                            records.size(),
                            failure.getClass().getSimpleName());
                    // A topic may have been made anew meanwhile.
                    partitionsChanged();
                });
    }

    private synchronized void partitionsChanged() {
        topicIds.clear();
    }

    private List<KeptLetter> read(List<ConsumerRecord<String, byte[]>> records) {
        Instant now = clock.instant();
        long oldest = now.minus(retention).toEpochMilli();
        List<KeptLetter> letters = new ArrayList<>(records.size());
        for (ConsumerRecord<String, byte[]> record : records) {
            if (record.timestamp() < 0 || record.timestamp() >= oldest) {
                reader.read(record, topicId(record.topic()), now).ifPresent(letters::add);
            }
        }
        return letters;
    }

    private synchronized String topicId(String topic) {
        return topicIds.computeIfAbsent(
                topic,
                name -> topics.id(name).orElseThrow(() -> new IllegalStateException("Kafka does not know " + name)));
    }

    private void store(List<KeptLetter> letters) {
        try {
            store.takeIn(letters, clock.instant());
        } catch (TaskStore.RefusedException e) {
            if (letters.size() > 1) {
                letters.forEach(letter -> store(List.of(letter)));
                return;
            }
            KeptLetter letter = letters.getFirst();
            LOG.log(
                    System.Logger.Level.ERROR,
                    "deadLetter={0} is kept without its record: {1}",
                    letter.letter().id(),
                    e.getMessage());
            store.takeIn(List.of(ReadLetters.bare(letter, "" + e.getMessage())), clock.instant());
        }
    }
}
