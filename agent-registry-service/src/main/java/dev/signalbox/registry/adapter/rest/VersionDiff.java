package dev.signalbox.registry.adapter.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.registry.domain.Agent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two versions.
 *
 * @param fields every field that differs, but for the system prompt
 * @param systemPrompt a unified diff; absent when it is the same
 */
@Schema(name = "VersionDiff")
record VersionDiff(
        AgentId agentId,
        int from,
        int to,
        List<FieldChange> fields,
        @Nullable String systemPrompt) {

    private static final String PROMPT = "systemPrompt";
    private static final int CONTEXT = 3;

    /** A field of the specification; absent where one of the versions has none. */
    @Schema(name = "FieldChange")
    record FieldChange(
            String field, @Nullable JsonNode from, @Nullable JsonNode to) {}

    static VersionDiff of(Agent from, Agent to) {
        JsonNode before = Json.mapper().valueToTree(from.spec());
        JsonNode after = Json.mapper().valueToTree(to.spec());
        TreeSet<String> names = new TreeSet<>();
        names(before, names);
        names(after, names);
        names.remove(PROMPT);
        List<FieldChange> fields = new ArrayList<>();
        for (String name : names) {
            JsonNode old = before.get(name);
            JsonNode now = after.get(name);
            if (old == null ? now != null : !old.equals(now)) {
                fields.add(new FieldChange(name, old, now));
            }
        }
        return new VersionDiff(from.id(), from.version(), to.version(), fields, prompts(from, to));
    }

    private static void names(JsonNode node, TreeSet<String> names) {
        for (Iterator<Map.Entry<String, JsonNode>> all = node.fields(); all.hasNext(); ) {
            names.add(all.next().getKey());
        }
    }

    private static @Nullable String prompts(Agent from, Agent to) {
        List<String> before = from.spec().systemPrompt().lines().toList();
        List<String> after = to.spec().systemPrompt().lines().toList();
        if (before.equals(after)) {
            return null;
        }
        List<String> diff = UnifiedDiffUtils.generateUnifiedDiff(
                "systemPrompt@" + from.version(),
                "systemPrompt@" + to.version(),
                before,
                DiffUtils.diff(before, after),
                CONTEXT);
        return String.join("\n", diff) + "\n";
    }
}
