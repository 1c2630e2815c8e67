package dev.signalbox.registry.adapter.db;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.signalbox.contracts.json.Json;
import java.util.Map;

/** JSON in text columns. */
final class JsonText {

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private JsonText() {}

    static String write(Object value) {
        try {
            return Json.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + value.getClass(), e);
        }
    }

    static <T> T read(String json, Class<T> type) {
        try {
            return Json.mapper().readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a column holds no JSON of " + type.getSimpleName(), e);
        }
    }

    static Map<String, String> texts(String json) {
        try {
            return Json.mapper().readValue(json, TEXTS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a column holds no JSON object of texts", e);
        }
    }
}
