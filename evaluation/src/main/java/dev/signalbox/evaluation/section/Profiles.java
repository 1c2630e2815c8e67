package dev.signalbox.evaluation.section;

import dev.signalbox.contracts.route.TaskProfile;
import java.util.List;

/** What the evaluation reads from a profile. */
final class Profiles {

    private static final double HALF = 0.5;

    private Profiles() {}

    /** The probability that the task needs the full environment. */
    static double fullProbability(TaskProfile profile) {
        double sure = HALF + profile.confidence() / 2;
        return profile.leansTo() == TaskProfile.Environment.FULL ? sure : 1 - sure;
    }

    /** Whether the sentence embedding had a part in it. */
    static boolean embedded(TaskProfile profile) {
        return profile.signals().stream().anyMatch(signal -> signal.name().startsWith("embedding"));
    }

    /** Task types, the likeliest first; empty where the analyser judges none. */
    static List<String> types(TaskProfile profile) {
        return List.of();
    }

    /** How sure the likeliest type is. */
    static double typeProbability(TaskProfile profile) {
        return 0;
    }
}
