package dev.signalbox.evaluation.section;

import dev.signalbox.contracts.route.TaskProfile;
import dev.signalbox.contracts.route.TypeProbability;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What the evaluation reads from a profile. */
final class Profiles {

    private Profiles() {}

    /** The probability that the task needs the full environment. */
    static double fullProbability(TaskProfile profile) {
        return profile.fullProbability();
    }

    /** Task types, the likeliest first; empty where the analyser judges none. */
    static List<String> types(TaskProfile profile) {
        return profile.taskTypes().stream()
                .sorted(Comparator.comparingDouble(TypeProbability::probability).reversed())
                .map(type -> type.type().name().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** How sure the likeliest type is. */
    static double typeProbability(TaskProfile profile) {
        return profile.taskTypes().stream()
                .mapToDouble(TypeProbability::probability)
                .max()
                .orElse(0);
    }
}
