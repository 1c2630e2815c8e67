package dev.signalbox.session.app.letters;

import dev.signalbox.session.app.LogStretch;
import dev.signalbox.session.domain.letters.DeadLetter;
import java.util.ArrayList;
import java.util.List;

/** Fetches values that are too large to be kept beside their letters from Kafka. Blocks. */
public final class LetterValues {

    private final LogStretch log;
    private final LetterTopics topics;

    public LetterValues(LogStretch log, LetterTopics topics) {
        this.log = log;
        this.topics = topics;
    }

    /** The letter with its value, where it had one and Kafka has it still. */
    public KeptLetter complete(KeptLetter letter) {
        DeadLetter.Place place = letter.letter().place();
        boolean there = letter.lacksValue()
                && topics.id(place.topic()).filter(place.topicId()::equals).isPresent();
        if (!there) {
            return letter;
        }
        List<KeptLetter> found = new ArrayList<>();
        log.read(place.topic(), place.partition(), place.offset(), place.offset() + 1, record -> {
            if (record.offset() == place.offset() && record.value() != null) {
                found.add(letter.with(record.value()));
            }
        });
        return found.isEmpty() ? letter : found.getFirst();
    }
}
