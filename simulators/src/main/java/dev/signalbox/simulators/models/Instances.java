package dev.signalbox.simulators.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Makes a value that is valid by a JSON schema, as far as the common keywords go. */
final class Instances {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int DEEPEST = 8;

    private final JsonNode root;
    private final String said;

    private Instances(JsonNode root, String said) {
        this.root = root;
        this.said = said;
    }

    /**
     * A value.
     *
     * @param said fills texts that may be anything
     */
    static JsonNode of(JsonNode schema, String said) {
        return new Instances(schema, said).make(schema, 0);
    }

    private JsonNode make(JsonNode schema, int depth) {
        if (depth > DEEPEST) {
            return JSON.nullNode();
        }
        if (schema.path("$ref").asText("").startsWith("#/")) {
            return make(root.at(schema.path("$ref").asText().substring(1)), depth + 1);
        }
        for (String given : new String[] {"const", "default"}) {
            if (schema.has(given)) {
                return schema.get(given);
            }
        }
        if (schema.path("enum").isArray()) {
            return schema.path("enum").path(0);
        }
        if (schema.path("examples").isArray() && !schema.path("examples").isEmpty()) {
            return schema.path("examples").path(0);
        }
        for (String choice : new String[] {"anyOf", "oneOf", "allOf"}) {
            if (schema.path(choice).isArray() && !schema.has("properties")) {
                return make(schema.path(choice).path(0), depth + 1);
            }
        }
        String type = schema.path("type").isArray()
                ? schema.path("type").path(0).asText()
                : schema.path("type").asText(schema.has("properties") ? "object" : "string");
        return switch (type) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, depth);
            case "integer" -> JSON.numberNode(number(schema));
            case "number" -> JSON.numberNode(number(schema));
            case "boolean" -> JSON.booleanNode(true);
            case "null" -> JSON.nullNode();
            default -> JSON.textNode(text(schema));
        };
    }

    private ObjectNode object(JsonNode schema, int depth) {
        ObjectNode object = JSON.objectNode();
        JsonNode properties = schema.path("properties");
        schema.path("required")
                .forEach(name -> object.set(name.asText(), make(properties.path(name.asText()), depth + 1)));
        if (depth < 2) {
            properties.properties().forEach(property -> {
                if (!object.has(property.getKey())) {
                    object.set(property.getKey(), make(property.getValue(), depth + 1));
                }
            });
        }
        return object;
    }

    private ArrayNode array(JsonNode schema, int depth) {
        ArrayNode array = JSON.arrayNode();
        int count = Math.max(
                schema.path("minItems").asInt(0), schema.path("maxItems").asInt(1) == 0 ? 0 : 1);
        for (int i = 0; i < count; i++) {
            array.add(make(schema.path("items"), depth + 1));
        }
        return array;
    }

    private static long number(JsonNode schema) {
        long least = schema.has("exclusiveMinimum")
                ? schema.path("exclusiveMinimum").asLong() + 1
                : schema.path("minimum").asLong(1);
        long most = schema.has("exclusiveMaximum")
                ? schema.path("exclusiveMaximum").asLong() - 1
                : schema.path("maximum").asLong(Long.MAX_VALUE);
        long step = Math.max(1, schema.path("multipleOf").asLong(1));
        long number = Math.min(Math.max(1, least), most);
        return Math.floorMod(number, step) == 0 || number + step > most ? number : Math.ceilDiv(number, step) * step;
    }

    private String text(JsonNode schema) {
        String text = switch (schema.path("format").asText("")) {
            case "date" -> "2026-11-21";
            case "date-time" -> "2026-11-21T12:00:00Z";
            case "email" -> "somebody@example.com";
            case "uri" -> "https://example.com/";
            case "uuid" -> "00000000-0000-4000-8000-000000000000";
            default -> said;
        };
        int most = schema.path("maxLength").asInt(2000);
        StringBuilder fitting = new StringBuilder(text.length() > most ? text.substring(0, most) : text);
        while (fitting.length() < schema.path("minLength").asInt(0)) {
            fitting.append('.');
        }
        return fitting.toString();
    }
}
