package dev.signalbox.session.domain.letters;

import java.util.Optional;

/** What may be done with a letter; each answer says why not, in words for whoever asked. */
public final class LetterRules {

    private LetterRules() {}

    /**
     * Why a letter's record may not be sent again.
     *
     * @param force whether it may although somebody saw to it before
     */
    public static Optional<String> againstReplay(DeadLetter letter, boolean force) {
        if (letter.state() != LetterState.OPEN && !force) {
            return Optional.of(was(letter) + "; with force it is sent again");
        }
        return letter.size() < 0 ? Optional.of("has no value that could be sent") : Optional.empty();
    }

    /** Why a letter may not be discarded. */
    public static Optional<String> againstDiscard(DeadLetter letter) {
        return letter.state() == LetterState.OPEN ? Optional.empty() : Optional.of(was(letter) + " already");
    }

    private static String was(DeadLetter letter) {
        DeadLetter.Handled handled = letter.handled();
        return "was " + letter.state().label() + (handled == null ? "" : " by " + handled.by() + " at " + handled.at());
    }
}
