package dev.signalbox.simulators.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** What a Role allows. */
final class Rules {

    private final String namespace;
    private final List<JsonNode> rules;

    private Rules(String namespace, List<JsonNode> rules) {
        this.namespace = namespace;
        this.rules = rules;
    }

    /**
     * The rules of all Roles in a manifest.
     *
     * @param manifest YAML, may hold other objects too
     * @param namespace where the Roles are bound
     */
    static Rules of(String manifest, String namespace) throws IOException {
        YAMLMapper yaml = new YAMLMapper();
        List<JsonNode> rules = new ArrayList<>();
        try (MappingIterator<JsonNode> documents =
                yaml.readerFor(JsonNode.class).readValues(manifest)) {
            while (documents.hasNext()) {
                JsonNode document = documents.next();
                if (document.path("kind").asText().equals("Role")) {
                    document.path("rules").forEach(rules::add);
                }
            }
        }
        return new Rules(namespace, rules);
    }

    boolean allow(String verb, String resource, String inNamespace) {
        return namespace.equals(inNamespace)
                && rules.stream()
                        .anyMatch(rule -> has(rule.path("apiGroups"), "")
                                && has(rule.path("resources"), resource)
                                && has(rule.path("verbs"), verb));
    }

    private static boolean has(JsonNode values, String wanted) {
        return StreamSupport.stream(values.spliterator(), false)
                .anyMatch(
                        value -> value.asText().equals(wanted) || value.asText().equals("*"));
    }
}
