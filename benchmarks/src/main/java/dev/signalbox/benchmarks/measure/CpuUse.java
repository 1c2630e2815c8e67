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
 * @param driver seconds of CPU of the load generator
 * @param machine seconds that all processors worked; absent where the system does not say
 */
public record CpuUse(
        double wallSeconds,
        Map<String, Double> groups,
        double driver,
        @Nullable Double machine) {

    public CpuUse {
        groups = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(groups));
    }

    /** Seconds of CPU of the named processes together. */
    public double of(Collection<String> names) {
        return names.stream()
                .mapToDouble(name -> groups.getOrDefault(name, 0.0))
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
