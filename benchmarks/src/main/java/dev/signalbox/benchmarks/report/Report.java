package dev.signalbox.benchmarks.report;

import dev.signalbox.benchmarks.measure.CpuUse;
import dev.signalbox.benchmarks.measure.Machine;
import dev.signalbox.benchmarks.report.StepResult.System;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A whole run.
 *
 * @param seconds length of a measurement
 * @param processes names of the stack's processes that were found
 * @param missing names of those that were not: what they use is in no figure
 * @param idle what they use when nobody asks for anything
 * @param steps every measurement, in order
 * @param memoryBytes by name of the process, at the end of the load
 * @param audit what the log says about the tasks
 * @param troubles what else went wrong
 */
public record Report(
        Instant begin,
        Machine machine,
        int seconds,
        List<String> processes,
        List<String> missing,
        CpuUse idle,
        List<StepResult> steps,
        Map<String, Long> memoryBytes,
        AuditResult audit,
        List<String> troubles) {

    public Report {
        processes = List.copyOf(processes);
        missing = List.copyOf(missing);
        steps = List.copyOf(steps);
        memoryBytes = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(memoryBytes));
        troubles = List.copyOf(troubles);
    }

    /**
     * Whether the figures count: every task of the stack ended once, and well. A step that the floor could not follow
     * says nothing of the stack; that step's own figures and ratios are void.
     */
    public boolean passed() {
        return audit.passed()
                && troubles.isEmpty()
                && steps.stream()
                        .filter(result -> result.step().system() == System.SIGNALBOX)
                        .allMatch(StepResult::passed);
    }
}
