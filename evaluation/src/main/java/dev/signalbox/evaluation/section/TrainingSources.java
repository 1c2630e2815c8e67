package dev.signalbox.evaluation.section;

import dev.signalbox.evaluation.Subject;
import java.util.HashSet;
import java.util.Set;

/** Sources that the shipped model was trained on: how it does on them says nothing about others. */
final class TrainingSources {

    private final Set<String> names = new HashSet<>();

    private TrainingSources() {}

    static TrainingSources ofShippedModel() {
        TrainingSources sources = new TrainingSources();
        Subject.trained().path("sources").forEach(source -> sources.names.add(plain(source.asText())));
        return sources;
    }

    boolean contains(String source) {
        return names.contains(plain(source));
    }

    /** Without what stands in brackets behind it. */
    private static String plain(String source) {
        int bracket = source.indexOf(" (");
        return bracket < 0 ? source : source.substring(0, bracket);
    }
}
