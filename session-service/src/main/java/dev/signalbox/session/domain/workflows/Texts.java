package dev.signalbox.session.domain.workflows;

import java.util.List;

/** Words of people, models and programs, bounded. */
final class Texts {

    private Texts() {}

    static String shortened(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + "...";
    }

    static String list(List<String> lines) {
        StringBuilder all = new StringBuilder();
        lines.forEach(line -> all.append("- ").append(line.strip()).append('\n'));
        return all.toString();
    }
}
