package dev.signalbox.benchmarks.measure;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * CPU time used between two moments.
 *
 * @param wallSeconds how long it was
 * @param groups seconds of CPU by name of the processes
 * @param compiling how many of these went into compiling Java, by name of the processes
 * @param driver seconds of CPU of the load generator
 * @param machine seconds that all processors worked; absent where the system does not say
 */
public record CpuUse(
        double wallSeconds,
        Map<String, Double> groups,
        Map<String, Double> compiling,
        double driver,
        @Nullable Double machine) {

    public CpuUse {
        groups = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(groups));
        compiling = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(compiling));
    }

    /** Seconds of CPU of the named processes together. */
    public double of(Collection<String> names) {
        return sum(groups, names);
    }

    /** The part of it, 0 to 1, that went into compiling Java: what is large is measured cold. */
    public double compilingPart(Collection<String> names) {
        double all = of(names);
        return all == 0 ? 0 : Math.min(1, sum(compiling, names) / all);
    }

    private static double sum(Map<String, Double> seconds, Collection<String> names) {
        return names.stream()
                .mapToDouble(name -> seconds.getOrDefault(name, 0.0))
                .sum();
    }

    /** How many processors the load generator kept busy. */
    public double driverCores() {
        return driver / wallSeconds;
    }

    /** How many processors were busy with what is neither the load generator nor one of the groups. */
    public @Nullable Double otherCores() {
        return machine == null ? null : Math.max(0, machine - driver - of(groups.keySet())) / wallSeconds;
    }
}
