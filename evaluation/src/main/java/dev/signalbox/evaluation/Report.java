package dev.signalbox.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.evaluation.section.Figures;
import java.util.List;

/**
 * All that is printed.
 *
 * @param form of this document; counts up when a field changes its meaning
 * @param versions what decided
 * @param model what the shipped model says of its training: data, commit, leave-one-source-out scores
 * @param settings how it was asked
 * @param sections one for each file; agents and queries share one
 * @param unreadable lines that could not be used, with file and line
 */
public record Report(
        String form,
        Subject.Versions versions,
        JsonNode model,
        Asked settings,
        List<Part> sections,
        List<String> unreadable) {

    public static final String FORM = "signalbox-evaluation/1";

    /** How it was asked. */
    public record Asked(String objective, String embeddings, long limit) {}

    /**
     * A section.
     *
     * @param kind backend, tasktype, agents or modeltier
     * @param files that it is about
     * @param seconds wall time
     * @param figures of this kind
     */
    public record Part(String kind, List<String> files, double seconds, Figures figures) {}
}
