package dev.signalbox.gateway.adapter.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Small steps between the JSON of the services, in camel case, and that of the tools, in snake case. */
final class JsonWords {

    private JsonWords() {}

    static ObjectNode object() {
        return Json.mapper().createObjectNode();
    }

    /** Copies a member under another name where it is there. */
    static void copy(JsonNode from, String name, ObjectNode to, String as) {
        if (from.hasNonNull(name)) {
            to.set(as, from.get(name));
        }
    }

    static void put(ObjectNode to, String name, @Nullable Object value) {
        if (value != null) {
            to.put(name, value.toString());
        }
    }

    static ArrayNode texts(Collection<String> values) {
        ArrayNode array = Json.mapper().createArrayNode();
        values.forEach(array::add);
        return array;
    }

    /** A list that may be absent. */
    static ArrayNode list(JsonNode from, String name) {
        return from.path(name) instanceof ArrayNode there
                ? there
                : Json.mapper().createArrayNode();
    }

    /** For a segment of a path or the value of a parameter. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    /** {@code 2 hours 5 minutes}. */
    static String words(Duration duration) {
        long minutes = Math.round(duration.toSeconds() / 60.0);
        if (minutes < 1) {
            return "less than a minute";
        }
        String rest = minutes % 60 == 0 ? "" : count(minutes % 60, "minute");
        String hours = minutes < 60 ? "" : count(minutes / 60, "hour");
        return (hours + (hours.isEmpty() || rest.isEmpty() ? "" : " ") + rest);
    }

    private static String count(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }
}
