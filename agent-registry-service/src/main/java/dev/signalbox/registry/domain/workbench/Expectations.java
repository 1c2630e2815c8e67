package dev.signalbox.registry.domain.workbench;

import dev.signalbox.registry.domain.AgentTest;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether a test came out as it should. */
final class Expectations {

    private static final int READ = 64 * 1024;
    private static final int LOOKS = 2_000_000;

    private Expectations() {}

    /** Why it did not; empty when it did. */
    static Optional<String> unmet(AgentTest test, TaskEnd end) {
        AgentTest.Expectation expect = test.expect();
        Integer exitCode = end.exitCode();
        int expected = expect.exitCode() == null ? 0 : expect.exitCode();
        boolean endedAsExpected = test.needsModel()
                ? end.completed()
                : exitCode == null ? end.completed() && expected == 0 : exitCode == expected;
        if (!endedAsExpected) {
            return Optional.of(
                    !test.needsModel() && exitCode != null
                            ? "exit code " + exitCode + " instead of " + expected
                            : end.why());
        }
        String text = end.text().length() > READ ? end.text().substring(0, READ) : end.text();
        if (expect.contains() != null
                && !text.toLowerCase(Locale.ROOT).contains(expect.contains().toLowerCase(Locale.ROOT))) {
            return Optional.of("\"" + expect.contains() + "\" is not in it");
        }
        if (expect.regex() != null) {
            return found(expect.regex(), text);
        }
        return Optional.empty();
    }

    private static Optional<String> found(String regex, String text) {
        try {
            return Pattern.compile(regex)
                            .matcher(new Bounded(text, new int[] {LOOKS}))
                            .find()
                    ? Optional.empty()
                    : Optional.of("/" + regex + "/ is not found in it");
        } catch (TooLong e) {
            return Optional.of("/" + regex + "/ takes too long to look for");
        }
    }

    private static final class TooLong extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLong() {
            super("looked too often", null, false, false);
        }
    }

    /** A regular expression of a client's may look at it only so often: some never end. */
    private record Bounded(CharSequence text, int[] looksLeft) implements CharSequence {

        @Override
        public char charAt(int index) {
            if (looksLeft[0]-- == 0) {
                throw new TooLong();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
