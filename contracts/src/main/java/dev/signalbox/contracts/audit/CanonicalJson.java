package dev.signalbox.contracts.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * The one form in which an entry is hashed: JSON Canonicalization Scheme (RFC 8785) for flat objects of texts, whole numbers and
 * truth values. Keys in the order of their UTF-16 code units, no white space, in texts only what must be escaped.
 */
final class CanonicalJson {

    private CanonicalJson() {}

    /**
     * The form of an object.
     *
     * @throws IllegalArgumentException for anything else than a flat object of texts, whole numbers and truth values
     */
    static String of(JsonNode object) {
        if (!object.isObject()) {
            throw new IllegalArgumentException("an entry is a JSON object");
        }
        Map<String, JsonNode> sorted = new TreeMap<>();
        object.properties().forEach(property -> sorted.put(property.getKey(), property.getValue()));
        StringBuilder text = new StringBuilder(512).append('{');
        sorted.forEach((key, value) -> {
            text.append(text.length() > 1 ? "," : "");
            quote(key, text);
            text.append(':');
            value(key, value, text);
        });
        return text.append('}').toString();
    }

    private static void value(String key, JsonNode value, StringBuilder text) {
        if (value.isTextual()) {
            quote(value.textValue(), text);
        } else if (value.isBoolean() || value.isIntegralNumber() && value.canConvertToLong()) {
            text.append(value.asText());
        } else {
            throw new IllegalArgumentException(key + " is no text, whole number or truth value");
        }
    }

    private static void quote(String raw, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\b' -> text.append("\\b");
                case '\t' -> text.append("\\t");
                case '\n' -> text.append("\\n");
                case '\f' -> text.append("\\f");
                case '\r' -> text.append("\\r");
                default -> {
                    if (c < ' ') {
                        text.append("\\u00").append(c < 16 ? "0" : "").append(Integer.toHexString(c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        text.append('"');
    }
}
