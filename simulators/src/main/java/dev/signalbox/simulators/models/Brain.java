package dev.signalbox.simulators.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.signalbox.simulators.models.Reply.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What stands in for a model's intelligence: looks at the prompt and at the tools, uses those that fit, and says what it
 * is. The same question is answered in the same way. Words in {@code [simulate: ...]} that it knows: {@code refuse}, {@code
 * loop} (never comes to an end), {@code invalid-json} (a first answer that fits no schema), {@code long} (a long answer),
 * {@code tool=name} (calls that tool once, offered or not), {@code print=text} as the only answer.
 */
final class Brain {

    private Brain() {}

    static Reply think(Prompt prompt) {
        Reply reply = react(prompt);
        return bounded(reply, prompt);
    }

    private static Reply react(Prompt prompt) {
        Map<String, String> words = Directives.words(prompt.asked());
        int done = prompt.callsSince().size();
        if (words.containsKey("refuse")) {
            return new Reply("", List.of(), false, true);
        }
        if (words.containsKey("loop") && prompt.mayUseTools() && !prompt.tools().isEmpty()) {
            return step(
                    "Looking once more.",
                    done,
                    prompt.offers("list_files")
                            ? "list_files"
                            : prompt.tools().getFirst().name(),
                    Map.of());
        }
        if (words.containsKey("tool") && done == 0) {
            return step("Trying a tool.", done, words.get("tool"), Map.of());
        }
        String asked = Directives.without(prompt.asked());
        List<Step> plan = TeamWork.is(asked) ? TeamWork.of(asked, prompt) : planned(asked, prompt);
        Optional<Step> next = next(prompt, plan, done);
        if (next.isPresent()) {
            return step(next.get().words(), done, next.get().tool(), next.get().arguments());
        }
        return Reply.text(answer(prompt, words, asked));
    }

    /** Whoever is to answer in a form of generated teams thinks and does nothing else. */
    private static List<Step> planned(String asked, Prompt prompt) {
        boolean thinks =
                schema(prompt).flatMap(schema -> TeamAnswers.of(schema, asked)).isPresent();
        return thinks ? List.of() : Plan.of(asked, prompt);
    }

    private static Optional<Step> next(Prompt prompt, List<Step> plan, int done) {
        return prompt.mayUseTools() && done < plan.size() ? Optional.of(plan.get(done)) : Optional.empty();
    }

    /** Something to do. */
    record Step(String words, String tool, Map<String, String> arguments) {}

    private static Reply step(String words, int number, String tool, Map<String, String> arguments) {
        var json = JsonNodeFactory.instance.objectNode();
        arguments.forEach(json::put);
        return new Reply(
                words,
                List.of(new Call("sim" + number + "_" + Math.abs(tool.hashCode() % 9973), tool, json)),
                false,
                false);
    }

    private static String answer(Prompt prompt, Map<String, String> words, String asked) {
        List<Prompt.Part> results = prompt.resultsSince();
        String text = words.containsKey("long") ? "Simulated words. ".repeat(2000) : said(prompt, asked, results);
        Optional<JsonNode> schema = schema(prompt);
        if (schema.isEmpty()) {
            return text;
        }
        boolean corrected = prompt.messages().getLast().parts().stream()
                .anyMatch(part -> part.text().contains("not valid"));
        if (words.containsKey("invalid-json")
                && !(corrected && !words.get("invalid-json").equals("always"))) {
            return "{\"simulated\": \"this does not fit\"";
        }
        return TeamAnswers.of(schema.get(), asked)
                .orElseGet(() -> Instances.of(schema.get(), text))
                .toString();
    }

    /** As the protocol says it, or as the system prompt tells it. */
    private static Optional<JsonNode> schema(Prompt prompt) {
        return Optional.ofNullable(prompt.answerSchema());
    }

    private static String said(Prompt prompt, String asked, List<Prompt.Part> results) {
        String low = asked.toLowerCase(Locale.ROOT);
        if (low.contains("haiku") && results.isEmpty()) {
            return "Signals in the night -\na simulated model speaks,\nno one was thinking.\n";
        }
        if (results.isEmpty()) {
            return "I am a simulated model in place of " + prompt.model() + ". You asked: \"" + shortened(asked, 200)
                    + "\". A real model would answer here; connect one by its key.";
        }
        Prompt.Part last = results.getLast();
        List<String> tools = new ArrayList<>();
        prompt.callsSince().forEach(call -> tools.add("" + call.tool()));
        return (last.error() ? "It did not work. " : "Done. ") + "I used " + String.join(", ", tools)
                + ". The last result was:\n\n" + shortened(last.text().strip(), 1500)
                + "\n\n(Simulated model in place of " + prompt.model() + "; the tools really ran.)";
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "...";
    }

    private static Reply bounded(Reply reply, Prompt prompt) {
        long tokens = Tokens.count(reply.text(), prompt.model());
        if (tokens <= prompt.maximumTokens() || prompt.maximumTokens() <= 0) {
            return reply;
        }
        int kept = (int) (reply.text().length() * prompt.maximumTokens() / tokens);
        return new Reply(reply.text().substring(0, kept), List.of(), true, false);
    }
}
