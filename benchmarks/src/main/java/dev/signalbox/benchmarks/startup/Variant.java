package dev.signalbox.benchmarks.startup;

import dev.signalbox.launcher.stack.LaunchPlan;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A way to start a service.
 *
 * @param name shown in the table
 * @param change what is different from how the launcher does it
 */
record Variant(String name, UnaryOperator<LaunchPlan> change) {

    private static final List<String> ADDED_OPTIONS = List.of("-Xms", "-XX:TieredStopAtLevel", "-XX:TrimNativeHeap");

    /** As it was before there were options for start-up and memory, and no cache. */
    private static final Variant BEFORE = new Variant("before", plan -> {
        LaunchPlan without = plan.withoutCache();
        for (String option : ADDED_OPTIONS) {
            without = without.without(option);
        }
        return without;
    });

    /** The launcher's options without the cache: what a failed training leaves. */
    private static final Variant OPTIONS = new Variant("options", LaunchPlan::withoutCache);

    /** What the launcher does. */
    private static final Variant CACHE = new Variant("cache", plan -> plan);

    /** The same with the JVM's first compiler alone. */
    private static final Variant FIRST_COMPILER =
            new Variant("cache-c1", plan -> plan.with(List.of("-XX:TieredStopAtLevel=1")));

    /** The same with both compilers. */
    private static final Variant BOTH_COMPILERS =
            new Variant("cache-c2", plan -> plan.without("-XX:TieredStopAtLevel"));

    private static final List<Variant> KNOWN = List.of(BEFORE, OPTIONS, CACHE, FIRST_COMPILER, BOTH_COMPILERS);

    static List<Variant> usual() {
        return List.of(BEFORE, OPTIONS, CACHE);
    }

    /**
     * A known one by its name, or {@code NAME=OPTIONS}: the launcher's way with further JVM options, blanks between them.
     *
     * @throws IllegalArgumentException for any other text
     */
    static Variant parse(String text) {
        int equals = text.indexOf('=');
        if (equals > 0) {
            List<String> options =
                    Arrays.asList(text.substring(equals + 1).strip().split("\\s+"));
            return new Variant(text.substring(0, equals), plan -> plan.with(options));
        }
        return KNOWN.stream()
                .filter(variant -> variant.name.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no variant " + text + ": before, options, cache, cache-c1, cache-c2, or NAME=JVM OPTIONS"));
    }
}
