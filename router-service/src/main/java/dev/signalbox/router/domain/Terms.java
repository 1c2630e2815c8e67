package dev.signalbox.router.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Cuts text into normal words. */
final class Terms {

    private static final Set<String> STOP = Set.of(
            ("a an and are as at be been but by can could do does for from had has have how i if in into is it its just"
                            + " like me my need needs no not of on or our out please should so some than that the their them"
                            + " then there these they this to up us use want was we were what when where which who why will"
                            + " with would you your")
                    .split(" "));

    private Terms() {}

    static List<String> of(String text) {
        List<String> terms = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char previous = ' ';
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : ' ';
            boolean starts = Character.isUpperCase(c) && Character.isLowerCase(previous);
            if (!Character.isLetterOrDigit(c) && c != '+' && c != '#' || starts) {
                add(terms, word);
            }
            if (Character.isLetterOrDigit(c) || c == '+' || c == '#') {
                word.append(c);
            }
            previous = c;
        }
        return terms;
    }

    private static void add(List<String> terms, StringBuilder word) {
        if (!word.isEmpty()) {
            String lower = word.toString().toLowerCase(Locale.ROOT);
            word.setLength(0);
            if (!STOP.contains(lower)) {
                terms.add(stem(lower));
            }
        }
    }

    private static String stem(String word) {
        if (word.length() > 4 && word.endsWith("ies")) {
            return word.substring(0, word.length() - 3) + "y";
        }
        if (word.length() > 5 && word.endsWith("ing")) {
            return word.substring(0, word.length() - 3);
        }
        if (word.length() > 4 && word.endsWith("ed")) {
            return word.substring(0, word.length() - 2);
        }
        if (word.length() > 3 && word.endsWith("s") && !word.endsWith("ss")) {
            return word.substring(0, word.length() - 1);
        }
        return word;
    }
}
