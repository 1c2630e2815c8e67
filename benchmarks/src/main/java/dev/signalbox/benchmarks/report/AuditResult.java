package dev.signalbox.benchmarks.report;

import java.util.List;
import java.util.stream.Stream;

/**
 * What {@code task-events} says about the tasks of a run.
 *
 * @param accepted how many tasks were accepted
 * @param complete whether the topic could be read to its end
 * @param missing how many have no end
 * @param repeated how many have more than one end
 * @param unsuccessful how many did not succeed
 * @param examples some of those
 */
public record AuditResult(
        int accepted, boolean complete, int missing, int repeated, int unsuccessful, List<String> examples) {

    private static final int EXAMPLES = 3;

    public AuditResult {
        examples = List.copyOf(examples);
    }

    /** Counts, and keeps a few examples. */
    public static AuditResult of(
            int accepted, boolean complete, List<String> missing, List<String> repeated, List<String> unsuccessful) {
        List<String> examples = Stream.of(missing, repeated, unsuccessful)
                .flatMap(tasks -> tasks.stream().limit(EXAMPLES))
                .distinct()
                .toList();
        return new AuditResult(accepted, complete, missing.size(), repeated.size(), unsuccessful.size(), examples);
    }

    /** Whether every task ended once and well. */
    public boolean passed() {
        return complete && missing == 0 && repeated == 0 && unsuccessful == 0;
    }
}
