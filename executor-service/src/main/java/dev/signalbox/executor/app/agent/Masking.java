package dev.signalbox.executor.app.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.executor.domain.agent.SecretMask;

/** Takes secrets out of JSON, text by text. */
final class Masking {

    private Masking() {}

    static JsonNode json(JsonNode node, SecretMask mask) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode masked = Json.mapper().createObjectNode();
                object.properties().forEach(field -> masked.set(field.getKey(), json(field.getValue(), mask)));
                yield masked;
            }
            case ArrayNode array -> {
                ArrayNode masked = Json.mapper().createArrayNode();
                array.forEach(element -> masked.add(json(element, mask)));
                yield masked;
            }
            default -> node.isTextual() ? Json.mapper().getNodeFactory().textNode(mask.mask(node.asText())) : node;
        };
    }
}
