package dev.signalbox.benchmarks.measure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/** Reads what the processes have used, at the beginning and at the end of a measurement. */
public final class Meter {

    private final ProcessGroups groups;

    public Meter(ProcessGroups groups) {
        this.groups = groups;
    }

    /** A moment from which use is counted. */
    public final class Reading {

        private final Map<String, ProcessGroups.Seconds> cpu = groups.cpuSeconds();
        private final double driver = ProcessTime.seconds(ProcessHandle.current());
        private final OptionalDouble machine = MachineTime.busySeconds();
        private final long at = System.nanoTime();

        /** What was used since. */
        public CpuUse until(Reading later) {
            Map<String, Double> used = new LinkedHashMap<>();
            Map<String, Double> compiling = new LinkedHashMap<>();
            later.cpu.forEach((name, seconds) -> {
                ProcessGroups.Seconds before = cpu.getOrDefault(name, new ProcessGroups.Seconds(0, 0));
                used.put(name, Math.max(0, seconds.all() - before.all()));
                compiling.put(name, Math.max(0, seconds.compiling() - before.compiling()));
            });
            Double busy = machine.isPresent() && later.machine.isPresent()
                    ? later.machine.getAsDouble() - machine.getAsDouble()
                    : null;
            return new CpuUse((later.at - at) / 1e9, used, compiling, later.driver - driver, busy);
        }
    }

    public Reading read() {
        return new Reading();
    }
}
