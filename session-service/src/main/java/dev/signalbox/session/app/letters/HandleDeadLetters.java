package dev.signalbox.session.app.letters;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.kafka.DeadLetters;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.session.app.RefusedException;
import dev.signalbox.session.domain.letters.DeadLetter;
import dev.signalbox.session.domain.letters.LetterRules;
import dev.signalbox.session.domain.letters.LetterState;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Replays and discards. The records of a replay are stored with the new state of their letters, and published from
 * there: a request that is repeated finds them replayed, and changes nothing.
 */
public final class HandleDeadLetters {

    private static final Logger LOG = Logger.getLogger(HandleDeadLetters.class);

    /** Bytes of values that one request sends: the outbox reads many rows at once. */
    static final long MOST_BYTES = Topics.MAX_RECORD_BYTES;
    /** Of a record: what Kafka puts around it. */
    private static final long FRAME = 16 * 1024;

    private static final int TOLD = 5;
    private static final int TRIES = 5;

    private final DeadLetterStore store;
    private final LetterValues values;
    private final LetterTopics topics;
    private final Clock clock;

    public HandleDeadLetters(DeadLetterStore store, LetterValues values, LetterTopics topics, Clock clock) {
        this.store = store;
        this.values = values;
        this.topics = topics;
        this.clock = clock;
    }

    /**
     * Sends records to their topics again.
     *
     * @param force also what was replayed or discarded
     * @param dryRun say what would be done, and do nothing
     * @param by the operator
     */
    public Handling replay(Selection selection, boolean force, boolean dryRun, String by) {
        return handle(selection, LetterState.REPLAYED, dryRun, by, null, new Replay(force));
    }

    /** Marks letters as not needed. */
    public Handling discard(Selection selection, boolean dryRun, String by, @Nullable String note) {
        return handle(
                selection,
                LetterState.DISCARDED,
                dryRun,
                by,
                note,
                (letter, records) -> LetterRules.againstDiscard(letter.letter()));
    }

    /** Looks at one letter: why nothing can be done with it, or what follows from it. */
    private interface Rule {
        Optional<String> against(KeptLetter letter, List<ProducerRecord<String, byte[]>> records);
    }

    private Handling handle(
            Selection selection, LetterState to, boolean dryRun, String by, @Nullable String note, Rule rule) {
        for (int tried = 0; tried < TRIES; tried++) {
            List<DeadLetter> done = new ArrayList<>();
            List<Handling.Skipped> skipped = new ArrayList<>();
            List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
            for (KeptLetter letter : selected(selection, to == LetterState.REPLAYED)) {
                Optional<String> why = rule.against(letter, records);
                why.ifPresentOrElse(
                        reason ->
                                skipped.add(new Handling.Skipped(letter.letter().id(), reason)),
                        () -> done.add(letter.letter()));
            }
            if (selection instanceof Selection.Named && !skipped.isEmpty()) {
                throw refused(ProblemType.CONFLICT, skipped);
            }
            if (dryRun) {
                return new Handling(done, skipped, remaining(selection, done.size()));
            }
            DeadLetter.Handled handled =
                    new DeadLetter.Handled(clock.instant().truncatedTo(ChronoUnit.MICROS), by, note);
            if (done.isEmpty() || store.change(done, to, handled, records)) {
                done.forEach(letter -> LOG.infof(
                        "deadLetter=%s topic=%s state=%s operator=%s", letter.id(), letter.topic(), to.label(), by));
                return new Handling(done, skipped, remaining(selection, 0));
            }
        }
        throw new RefusedException(
                ProblemType.CONFLICT.because("Somebody else is at work on these dead letters; look again."));
    }

    private long remaining(Selection selection, int first) {
        return switch (selection) {
            case Selection.Named ignored -> 0;
            case Selection.Matching matching -> Math.max(0, store.count(matching.filter()) - first);
        };
    }

    private List<KeptLetter> selected(Selection selection, boolean bounded) {
        return switch (selection) {
            case Selection.Named named -> named(named.ids(), bounded);
            case Selection.Matching matching -> {
                List<KeptLetter> oldest = store.oldest(matching.filter(), Selection.MOST);
                yield bounded ? store.load(fitting(oldest)) : oldest;
            }
        };
    }

    private List<KeptLetter> named(List<String> ids, boolean bounded) {
        List<KeptLetter> found = store.load(ids);
        Set<String> known = found.stream().map(letter -> letter.letter().id()).collect(Collectors.toSet());
        List<Handling.Skipped> missing = ids.stream()
                .filter(id -> !known.contains(id))
                .map(id -> new Handling.Skipped(id, "is none"))
                .toList();
        if (!missing.isEmpty()) {
            throw refused(ProblemType.NOT_FOUND, missing);
        }
        if (bounded && fitting(found).size() < found.size()) {
            throw new RefusedException(ProblemType.TOO_LARGE.because(
                    "Together these records have more than " + MOST_BYTES + " bytes; name fewer at once."));
        }
        return found;
    }

    /** The first ones that can be sent together; always one. */
    private static List<String> fitting(List<KeptLetter> letters) {
        List<String> fitting = new ArrayList<>();
        long bytes = 0;
        for (KeptLetter letter : letters) {
            bytes += Math.max(0, letter.letter().size());
            if (bytes > MOST_BYTES && !fitting.isEmpty()) {
                break;
            }
            fitting.add(letter.letter().id());
        }
        return fitting;
    }

    private static RefusedException refused(ProblemType type, List<Handling.Skipped> skipped) {
        String told = skipped.stream()
                .limit(TOLD)
                .map(one -> one.id() + " " + one.why())
                .collect(Collectors.joining(". "));
        int more = skipped.size() - TOLD;
        return new RefusedException(
                type.because("Nothing was done. " + told + (more > 0 ? ". And " + more + " more." : ".")));
    }

    /** Makes the records; asks Kafka once for each topic. */
    private final class Replay implements Rule {

        private final boolean force;
        private final Map<String, Optional<LetterTopics.Rules>> rules = new HashMap<>();

        Replay(boolean force) {
            this.force = force;
        }

        @Override
        public Optional<String> against(KeptLetter kept, List<ProducerRecord<String, byte[]>> records) {
            DeadLetter letter = kept.letter();
            Optional<String> refused = LetterRules.againstReplay(letter, force);
            if (refused.isPresent()) {
                return refused;
            }
            LetterTopics.Rules topic =
                    rules.computeIfAbsent(letter.topic(), topics::rules).orElse(null);
            if (topic == null) {
                return Optional.of("came from " + letter.topic() + ", which Kafka does not have any more");
            }
            if (topic.compacted() && !force) {
                return Optional.of("came from " + letter.topic()
                        + ", where the last record of a key counts: it would undo what came after it, and readers get it"
                        + " again when they start; with force it is sent");
            }
            KeptLetter whole = values.complete(kept);
            byte @Nullable [] value = whole.record().value();
            if (value == null) {
                return Optional.of("was too large to be kept here, and Kafka has removed it");
            }
            ProducerRecord<String, byte[]> record = DeadLetters.replay(
                    letter.topic(), whole.record().key(), value, whole.record().headers(), letter.id());
            if (bytes(record) + FRAME > Math.min(topic.largestRecord(), Topics.MAX_RECORD_BYTES)) {
                return Optional.of("is larger than " + letter.topic() + " takes");
            }
            records.add(record);
            return Optional.empty();
        }
    }

    private static long bytes(ProducerRecord<String, byte[]> record) {
        long bytes = record.value().length
                + (record.key() == null ? 0 : record.key().getBytes(StandardCharsets.UTF_8).length);
        for (Header header : record.headers()) {
            bytes += 3L * header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return bytes;
    }
}
