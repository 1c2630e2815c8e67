package dev.signalbox.evaluation.item;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What a line is, told by its fields: file names mean nothing. */
public enum Form {
    /** A task text whose label is {@code quick} or {@code full}. */
    BACKEND("backend"),
    /** A task text with another label: its type. */
    TASK_TYPE("tasktype"),
    /** An agent of a catalogue. */
    AGENT("agents"),
    /** A query with the agent that it belongs to. */
    AGENT_QUERY("agent queries"),
    /** A prompt with score and cost of each model. */
    MODEL_TIER("modeltier");

    private final String title;

    Form(String title) {
        this.title = title;
    }

    /** For people. */
    public String title() {
        return title;
    }

    /** The form of a line; empty when it has none that is known. */
    public static Optional<Form> of(JsonNode json) {
        if (json.path("models").isObject()) {
            return Optional.of(MODEL_TIER);
        }
        if (json.path("gold").isTextual() && json.path("text").isTextual()) {
            return Optional.of(AGENT_QUERY);
        }
        if (json.path("label").isTextual() && json.path("text").isTextual()) {
            String label = json.path("label").asText();
            return Optional.of(label.equals("quick") || label.equals("full") ? BACKEND : TASK_TYPE);
        }
        if (json.path("name").isTextual() && json.path("description").isTextual()) {
            return Optional.of(AGENT);
        }
        return Optional.empty();
    }
}
