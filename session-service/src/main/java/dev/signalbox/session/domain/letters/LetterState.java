package dev.signalbox.session.domain.letters;

import java.util.Locale;

/** What became of a dead letter. */
public enum LetterState {
    /** Nobody has seen to it. */
    OPEN,
    /** Its record was sent to its topic again. */
    REPLAYED,
    /** Somebody decided that it is not needed. */
    DISCARDED;

    /** As clients and the database write it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The state of that name.
     *
     * @throws IllegalArgumentException that names the states
     */
    public static LetterState of(String label) {
        for (LetterState state : values()) {
            if (state.label().equals(label)) {
                return state;
            }
        }
        throw new IllegalArgumentException("state is open, replayed or discarded");
    }
}
