package dev.signalbox.session.app.letters;

import dev.signalbox.session.domain.letters.LetterState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which letters; what is absent is not looked at.
 *
 * @param topic where the record came from
 * @param service who could not handle it
 * @param reason stands somewhere in the reason, in upper or lower case
 * @param from given up then or later
 * @param to given up before
 */
public record LetterFilter(
        @Nullable String topic,
        @Nullable LetterState state,
        @Nullable String service,
        @Nullable String reason,
        @Nullable Instant from,
        @Nullable Instant to) {

    /** The same of the letters that nobody has seen to. */
    public LetterFilter open() {
        return new LetterFilter(topic, LetterState.OPEN, service, reason, from, to);
    }
}
