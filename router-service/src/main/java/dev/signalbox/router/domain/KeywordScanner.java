package dev.signalbox.router.domain;

import dev.signalbox.router.domain.AnalyserSettings.Keyword;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds keywords in one pass and without allocation: at the beginning of each word it compares only the keywords that
 * begin with that letter. A word begins after anything but a letter, and at a capital inside a word, so that
 * {@code createServer} holds the word {@code server} and {@code observer} does not.
 */
final class KeywordScanner {

    private final List<Keyword> keywords;
    private final int[][] byFirstLetter = new int[26][];

    KeywordScanner(List<Keyword> keywords) {
        if (keywords.size() > Long.SIZE) {
            throw new IllegalArgumentException("at most " + Long.SIZE + " keywords, these are " + keywords.size());
        }
        this.keywords = List.copyOf(keywords);
        for (int letter = 0; letter < byFirstLetter.length; letter++) {
            List<Integer> indices = new ArrayList<>();
            for (int i = 0; i < keywords.size(); i++) {
                if (Character.toLowerCase(keywords.get(i).text().charAt(0)) == 'a' + letter) {
                    indices.add(i);
                }
            }
            byFirstLetter[letter] = indices.stream().mapToInt(Integer::intValue).toArray();
        }
    }

    /**
     * Looks through the text.
     *
     * @param found bits of the keywords already seen
     * @param most how many characters to look at
     * @return {@code found} with the bits of those that stand in the text
     */
    long scan(String text, int most, long found) {
        int end = Math.min(text.length(), most);
        long seen = found;
        char before = ' ';
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            int letter = (c | 0x20) - 'a';
            if (letter >= 0 && letter < 26 && c < 128) {
                boolean capital = (c & 0x20) == 0;
                if (!Character.isLetter(before) || capital && Character.isLowerCase(before)) {
                    for (int index : byFirstLetter[letter]) {
                        if ((seen & 1L << index) == 0
                                && standsAt(text, i, end, keywords.get(index).text())) {
                            seen |= 1L << index;
                        }
                    }
                }
            }
            before = c;
        }
        return seen;
    }

    private static boolean standsAt(String text, int at, int end, String keyword) {
        return at + keyword.length() <= end && text.regionMatches(true, at, keyword, 0, keyword.length());
    }
}
