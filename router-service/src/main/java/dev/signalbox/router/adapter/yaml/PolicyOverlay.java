package dev.signalbox.router.adapter.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.router.app.PolicyReader;
import dev.signalbox.router.domain.PolicyParameters;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Lays the parameters of named policies over the router's own policy: mappings are merged field by field, anything else
 * replaces what was there. What the router's own policy does not have is not known, with one exception: tiers, which may
 * be added.
 */
public final class PolicyOverlay implements PolicyReader {

    private static final String VERSION = "version";

    private final ObjectNode base;

    /**
     * Over the router's own policy.
     *
     * @param file the operator's file; the shipped one where there is none
     * @param exploration the operator's share of chance instead of the file's; parameters may say otherwise again
     */
    public PolicyOverlay(Optional<Path> file, Optional<Double> exploration) {
        this.base = (ObjectNode) PolicyFile.section(file);
        exploration.ifPresent(share -> base.withObject("/exploration").put("share", share));
    }

    @Override
    public PolicyParameters read(String label, JsonNode parameters) {
        if (!parameters.isObject()) {
            throw new IllegalArgumentException(label + ": the parameters are no mapping");
        }
        if (parameters.has(VERSION)) {
            throw new IllegalArgumentException(
                    label + ": version is not a parameter: name and version of the policy take its place");
        }
        ObjectNode merged = base.deepCopy();
        merge(merged, (ObjectNode) parameters);
        merged.put(VERSION, label);
        return PolicyFile.policy(label, merged);
    }

    private static void merge(ObjectNode into, ObjectNode from) {
        for (var field : from.properties()) {
            JsonNode there = into.get(field.getKey());
            if (there instanceof ObjectNode inner && field.getValue() instanceof ObjectNode changes) {
                merge(inner, changes);
            } else {
                into.set(field.getKey(), field.getValue().deepCopy());
            }
        }
    }
}
