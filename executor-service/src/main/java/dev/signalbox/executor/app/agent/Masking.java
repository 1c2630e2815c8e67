package dev.signalbox.executor.app.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.executor.domain.agent.SecretMask;

/** Takes secrets out of JSON, text by text. */
final class Masking {

    private static final int MOST_TEXT = 2000;
    private static final int MOST_FIELDS = 50;

    private Masking() {}

    /** What a person is shown of a call: without secrets, long texts shortened, and said so. */
    static JsonNode forPerson(JsonNode arguments, SecretMask mask) {
        JsonNode masked = json(arguments, mask);
        ObjectNode shown = Json.mapper().createObjectNode();
        int fields = 0;
        for (var field : masked.properties()) {
            if (fields++ >= MOST_FIELDS) {
                shown.put("...", masked.size() - MOST_FIELDS + " more");
                break;
            }
            JsonNode value = field.getValue();
            String text = value.isTextual() ? value.asText() : value.toString();
            if (text.length() <= MOST_TEXT) {
                shown.set(field.getKey(), value);
            } else {
                shown.put(
                        field.getKey(),
                        text.substring(0, MOST_TEXT) + " ... (" + (text.length() - MOST_TEXT) + " more characters)");
            }
        }
        return shown;
    }

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
