package dev.signalbox.launcher.command;

import static dev.signalbox.launcher.command.GatewayWork.plain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.launcher.task.ForPeople;
import java.util.ArrayList;
import java.util.List;

/** Dead letters in words. */
final class DlqWords {

    private static final int LONGEST_REASON = 120;

    private DlqWords() {}

    static List<String> page(JsonNode page) {
        List<String> lines = new ArrayList<>(
                GatewayWork.lines(page.path("items"), "There are no such dead letters.", DlqWords::line));
        if (page.hasNonNull("next")) {
            lines.add("There are more: --cursor " + page.path("next").asText());
        }
        return lines;
    }

    private static String line(JsonNode letter) {
        return "%-9s  %s  %s  %s: %s"
                .formatted(
                        letter.path("state").asText(),
                        ForPeople.time(letter.path("at")),
                        letter.path("id").asText(),
                        plain(letter.path("service"), 30),
                        plain(letter.path("reason"), LONGEST_REASON));
    }

    static List<String> whole(JsonNode answer) {
        JsonNode letter = answer.path("letter");
        List<String> lines = new ArrayList<>();
        lines.add(letter.path("id").asText() + "  " + letter.path("state").asText());
        lines.add("  reason   " + plain(letter.path("service"), 100) + ": " + plain(letter.path("reason"), 2000));
        lines.add("  from     " + letter.path("topic").asText()
                + (letter.hasNonNull("offset")
                        ? ", partition " + letter.path("partition").asText() + ", offset "
                                + letter.path("offset").asText()
                        : "")
                + ", given up at " + ForPeople.time(letter.path("at")));
        if (letter.hasNonNull("key")) {
            lines.add("  key      " + plain(letter.path("key"), 200));
        }
        if (letter.hasNonNull("taskId")) {
            lines.add("  task     " + letter.path("taskId").asText());
        }
        if (letter.hasNonNull("replayOf")) {
            lines.add(
                    "  again    after the replay of " + letter.path("replayOf").asText());
        }
        if (letter.hasNonNull("changedBy")) {
            lines.add("  " + "%-8s ".formatted(letter.path("state").asText()) + "by "
                    + plain(letter.path("changedBy"), 100) + " at " + ForPeople.time(letter.path("changedAt"))
                    + (letter.path("replays").asInt() > 1
                            ? ", " + letter.path("replays").asInt() + " times replayed"
                            : "")
                    + (letter.hasNonNull("note") ? ": " + plain(letter.path("note"), 1000) : ""));
        }
        answer.path("headers")
                .forEach(header -> lines.add(
                        "  header   " + plain(header.path("name"), 100) + ": " + plain(header.path("content"), 500)));
        value(letter, answer.path("value"), lines);
        return lines;
    }

    private static void value(JsonNode letter, JsonNode value, List<String> lines) {
        switch (value.path("encoding").asText()) {
            case "none" -> lines.add("  There is no value.");
            case "gone" ->
                lines.add(
                        "  The value of " + ForPeople.count(letter.path("size").asLong(), "byte")
                                + " was too large to be kept, and Kafka has removed it.");
            default -> {
                lines.add("  value    " + ForPeople.count(letter.path("size").asLong(), "byte") + ", "
                        + value.path("encoding").asText());
                // Nothing that a terminal would obey.
                value.path("content")
                        .asText()
                        .lines()
                        .map(line -> line.replace("\t", "    ").replaceAll("\\p{C}+", " "))
                        .forEach(line -> lines.add("    " + line));
            }
        }
    }

    /**
     * What was done, or would be.
     *
     * @param did such as {@code replayed}
     */
    static List<String> handled(JsonNode answer, String did) {
        List<String> lines = new ArrayList<>();
        boolean dryRun = answer.path("dryRun").asBoolean();
        int count = answer.path("letters").size();
        if (dryRun) {
            answer.path("letters").forEach(letter -> lines.add(line(letter)));
        }
        answer.path("skipped")
                .forEach(one -> lines.add("skipped    " + one.path("id").asText() + " " + plain(one.path("why"), 300)));
        lines.add(letters(count)
                + (dryRun ? " would be " : " ")
                + did
                + (answer.path("skipped").isEmpty()
                        ? ""
                        : ", " + answer.path("skipped").size() + " skipped")
                + (dryRun && answer.path("remaining").asLong() > 0
                        ? "; that is the first part of "
                                + (count + answer.path("remaining").asLong())
                        : ""));
        return lines;
    }

    static String letters(long count) {
        return ForPeople.count(count, "dead letter");
    }
}
