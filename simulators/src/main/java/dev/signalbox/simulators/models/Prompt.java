package dev.signalbox.simulators.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a model is asked, whatever protocol it came by.
 *
 * @param model id
 * @param system first words
 * @param messages oldest first
 * @param tools names and schemas of those offered
 * @param mayUseTools false when the client forbade it
 * @param answerSchema asked for; absent for any text
 * @param maximumTokens that may be written
 */
record Prompt(
        String model,
        String system,
        List<Message> messages,
        List<Tool> tools,
        boolean mayUseTools,
        @Nullable JsonNode answerSchema,
        long maximumTokens) {

    /** What Signalbox adds to the words of people. */
    private static final Pattern HINT = Pattern.compile("\\[Signalbox:[^\\]]*]");

    /** A message. Results of tools are parts of the user's. */
    record Message(boolean user, List<Part> parts) {}

    /**
     * A part of a message.
     *
     * @param text said, or the result of a tool
     * @param tool called; absent in texts
     * @param result whether it is the result of a call
     * @param error whether the call failed
     */
    record Part(
            String text, @Nullable String tool, @Nullable JsonNode arguments, boolean result, boolean error) {}

    /** A tool. */
    record Tool(String name, JsonNode schema) {}

    boolean offers(String tool) {
        return mayUseTools && tools.stream().anyMatch(one -> one.name().equals(tool));
    }

    /** Where the last words of a person stand, which are no hint in brackets; -1 when there are none. */
    int lastAsked() {
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i).user() && !words(messages.get(i)).isBlank()) {
                return i;
            }
        }
        return -1;
    }

    /** The last words of a person. */
    String asked() {
        int index = lastAsked();
        return index < 0 ? "" : words(messages.get(index));
    }

    /** All calls of tools since then. */
    List<Part> callsSince() {
        return since().stream()
                .filter(part -> part.tool() != null && !part.result())
                .toList();
    }

    /** Results of tools since then. */
    List<Part> resultsSince() {
        return since().stream().filter(Part::result).toList();
    }

    /** Whether nothing was answered yet. */
    boolean fresh() {
        return lastAsked() == messages.size() - 1;
    }

    private List<Part> since() {
        return messages.subList(Math.max(0, lastAsked()), messages.size()).stream()
                .flatMap(message -> message.parts().stream())
                .toList();
    }

    private static String words(Message message) {
        StringBuilder words = new StringBuilder();
        for (Part part : message.parts()) {
            if (!part.result() && part.tool() == null) {
                words.append(HINT.matcher(part.text()).replaceAll("")).append('\n');
            }
        }
        return words.toString().strip();
    }
}
