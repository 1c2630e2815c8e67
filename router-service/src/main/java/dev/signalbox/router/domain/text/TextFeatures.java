package dev.signalbox.router.domain.text;

/**
 * Reads a text into features: its words, pairs of neighbouring words, words of its code, and its structure. Letters are
 * lower-cased, a number is one feature whatever its digits, other characters stand alone. No names or values outlive the
 * call: a feature is a hash.
 */
public final class TextFeatures {

    /** How much of the prompt is read, in characters: what a task is about stands at its beginning. */
    public static final int PROMPT_READ = 4000;

    private static final int CODE_READ = 1500;
    private static final int SNIPPETS_READ = 4;
    private static final int FILES_READ = 16;

    private static final long WORD = 0xcbf29ce484222325L;
    private static final long CODE_WORD = 0x9e3779b97f4a7c15L;
    private static final long PRIME = 0x100000001b3L;
    private static final long PAIR = 0xff51afd7ed558ccdL;

    private static final int NOWHERE = -1;
    private static final char DIGIT = '0';

    private TextFeatures() {}

    /** Fills the list with the features of the text. */
    public static void read(TaskText text, FeatureList into) {
        into.clear();
        words(text.prompt(), into);
        structure(text, into);
        for (int i = 0; i < text.code().size() && i < SNIPPETS_READ; i++) {
            codeWords(text.code().get(i), into);
        }
        for (int i = 0; i < text.files().size() && i < FILES_READ; i++) {
            into.add(named("file", extension(text.files().get(i))), NOWHERE, NOWHERE);
        }
    }

    /** The feature of a word, or of two neighbouring words with one space between them. */
    public static long hashOf(String words) {
        int space = words.indexOf(' ');
        return space < 0
                ? finish(hash(words, 0, words.length(), WORD))
                : pair(hashOf(words.substring(0, space)), hashOf(words.substring(space + 1)));
    }

    private static void words(String text, FeatureList into) {
        int end = Math.min(text.length(), PROMPT_READ);
        int at = 0;
        long before = 0;
        int beforeStart = 0;
        boolean first = true;
        boolean mixedCase = false;
        while (at < end) {
            char c = lower(text.charAt(at));
            if (c <= ' ' || Character.isWhitespace(c)) {
                at++;
                continue;
            }
            int start = at;
            long hash = WORD;
            if (letter(c)) {
                boolean lowerSeen = false;
                while (at < end && (letter(c = lower(text.charAt(at))) || c == '\'' && at > start)) {
                    boolean upper = c != text.charAt(at);
                    mixedCase |= upper && lowerSeen;
                    lowerSeen |= !upper;
                    hash = (hash ^ c) * PRIME;
                    at++;
                }
            } else if (digit(c)) {
                while (at < end && digit(text.charAt(at))) {
                    at++;
                }
                hash = (hash ^ DIGIT) * PRIME;
            } else {
                hash = (hash ^ c) * PRIME;
                at++;
            }
            hash = finish(hash);
            into.add(hash, start, at);
            if (first) {
                into.add(hash * PAIR + 1, start, at);
                first = false;
            } else {
                into.add(pair(before, hash), beforeStart, at);
            }
            before = hash;
            beforeStart = start;
        }
        if (mixedCase) {
            into.add(named("mixed-case", ""), NOWHERE, NOWHERE);
        }
    }

    private static void structure(TaskText text, FeatureList into) {
        String prompt = text.prompt();
        int lines = 1;
        for (int i = 0; i < prompt.length() && i < PROMPT_READ; i++) {
            if (prompt.charAt(i) == '\n') {
                lines++;
            }
        }
        into.add(counted("length", log2(prompt.length())), NOWHERE, NOWHERE);
        into.add(counted("lines", log2(lines)), NOWHERE, NOWHERE);
        into.add(counted("snippets", Math.min(2, text.code().size())), NOWHERE, NOWHERE);
        int last = prompt.length() - 1;
        while (last >= 0 && prompt.charAt(last) <= ' ') {
            last--;
        }
        if (last >= 0 && !letter(lower(prompt.charAt(last)))) {
            into.add(counted("ends", digit(prompt.charAt(last)) ? DIGIT : prompt.charAt(last)), NOWHERE, NOWHERE);
        }
    }

    private static void codeWords(String code, FeatureList into) {
        int end = Math.min(code.length(), CODE_READ);
        int at = 0;
        while (at < end) {
            char c = lower(code.charAt(at));
            int start = at;
            if (letter(c)) {
                while (at < end && (letter(lower(code.charAt(at))) || code.charAt(at) == '_')) {
                    at++;
                }
                into.add(finish(hash(code, start, at, CODE_WORD)), NOWHERE, NOWHERE);
            } else {
                at++;
            }
        }
    }

    private static String extension(String file) {
        int dot = file.lastIndexOf('.');
        return dot < 0 ? "" : file.substring(dot + 1);
    }

    private static long hash(String text, int from, int to, long seed) {
        long hash = seed;
        for (int i = from; i < to; i++) {
            hash = (hash ^ lower(text.charAt(i))) * PRIME;
        }
        return hash;
    }

    private static long counted(String name, int count) {
        return finish((hash(name, 0, name.length(), PAIR) ^ count) * PRIME);
    }

    private static long named(String name, String value) {
        return finish(hash(value, 0, value.length(), hash(name, 0, name.length(), PAIR)));
    }

    private static long pair(long first, long second) {
        return finish(first * PAIR + second);
    }

    /** The end of SplitMix64: spreads the bits, so that tables can use the low ones. */
    private static long finish(long hash) {
        long mixed = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }

    private static boolean letter(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int log2(int number) {
        return 32 - Integer.numberOfLeadingZeros(number);
    }
}
