package dev.signalbox.evaluation.item;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A line of a file.
 *
 * @param file name of the file as it was given
 * @param line from 1
 * @param json the object
 */
public record Item(String file, long line, JsonNode json) {

    /** Where it stands: {@code file:line}. */
    public String place() {
        return file + ":" + line;
    }

    /** The identifier, or the place where the line has none. */
    public String id() {
        return text("id").isEmpty() ? place() : text("id");
    }

    /** Where the item comes from; {@code unknown} where the line does not say. */
    public String source() {
        return text("source").isEmpty() ? "unknown" : text("source");
    }

    /** How sure the label is; 1 where the line does not say. */
    public double confidence() {
        return json.path("confidence").asDouble(1);
    }

    /** A field as text, empty where it is absent. */
    public String text(String field) {
        return json.path(field).asText("");
    }
}
