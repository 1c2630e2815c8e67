package dev.signalbox.simulators.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.simulators.kubernetes.Statuses.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Label and field selectors. */
final class Selectors {

    private static final Pattern SET = Pattern.compile("\\s*(\\S+)\\s+(in|notin)\\s*\\(([^)]*)\\)\\s*");
    private static final Pattern PARTS = Pattern.compile(",(?![^(]*\\))");
    private static final Set<String> FIELDS =
            Set.of("metadata.name", "metadata.namespace", "status.phase", "spec.nodeName", "spec.restartPolicy");

    private Selectors() {}

    /** What both of them let through. */
    static Predicate<JsonNode> parse(@Nullable String labels, @Nullable String fields) throws Refusal {
        List<Predicate<JsonNode>> all = new ArrayList<>();
        for (String term : terms(labels)) {
            all.add(label(term));
        }
        for (String term : terms(fields)) {
            all.add(field(term));
        }
        return object -> all.stream().allMatch(one -> one.test(object));
    }

    private static List<String> terms(@Nullable String selector) {
        return selector == null || selector.isBlank() ? List.of() : List.of(PARTS.split(selector));
    }

    private static Predicate<JsonNode> label(String term) {
        Matcher set = SET.matcher(term);
        if (set.matches()) {
            Set<String> values = Set.of(set.group(3).trim().split("\\s*,\\s*"));
            boolean in = set.group(2).equals("in");
            String key = set.group(1);
            return object -> values.contains(labelOf(object, key)) == in;
        }
        String plain = term.trim();
        int different = plain.indexOf("!=");
        if (different > 0) {
            String key = plain.substring(0, different).trim();
            String value = plain.substring(different + 2).trim();
            return object -> !value.equals(labelOf(object, key));
        }
        int equal = plain.indexOf('=');
        if (equal > 0) {
            String key = plain.substring(0, equal).trim();
            String value = plain.substring(equal + 1).replaceFirst("^=", "").trim();
            return object -> value.equals(labelOf(object, key));
        }
        return plain.startsWith("!")
                ? object -> labelOf(object, plain.substring(1)) == null
                : object -> labelOf(object, plain) != null;
    }

    private static @Nullable String labelOf(JsonNode object, String key) {
        JsonNode value = object.path("metadata").path("labels").get(key);
        return value == null ? null : value.asText();
    }

    private static Predicate<JsonNode> field(String term) throws Refusal {
        boolean different = term.contains("!=");
        String[] parts = term.split(different ? "!=" : "==?", 2);
        String field = parts[0].trim();
        if (parts.length != 2 || !FIELDS.contains(field)) {
            throw new Refusal(400, "BadRequest", "field label not supported: " + field);
        }
        String pointer = "/" + field.replace('.', '/');
        return object -> object.at(pointer).asText().equals(parts[1].trim()) != different;
    }
}
