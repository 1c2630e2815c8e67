package dev.signalbox.benchmarks.report;

import dev.signalbox.benchmarks.measure.CpuUse;
import dev.signalbox.benchmarks.measure.Latency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One measurement.
 *
 * @param step what was driven, and how
 * @param submitted tasks begun
 * @param ended tasks that ended within the measured time
 * @param failed tasks that were refused or did not succeed, at any time
 * @param unanswered tasks of which nothing was heard long after the end
 * @param tasksPerSecond ended tasks by measured time
 * @param latency from before the send, in an open loop from the moment meant for it, to the end
 * @param cpu what the processes used in the measured time
 * @param counted names of the processes whose work it was
 * @param problems what failed, and how often
 */
public record StepResult(
        Step step,
        long submitted,
        long ended,
        long failed,
        long unanswered,
        double tasksPerSecond,
        Latency latency,
        CpuUse cpu,
        List<String> counted,
        Map<String, Integer> problems) {

    public StepResult {
        counted = List.copyOf(counted);
        problems = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(problems));
    }

    /** What is driven. */
    public enum System {
        SIGNALBOX,
        FLOOR
    }

    /** How tasks are submitted. */
    public enum Way {
        REST,
        KAFKA
    }

    /** How the load is made. */
    public enum Load {
        /** So many clients, each waiting for the end of its task before it submits the next one. */
        CLOSED,
        /** So many tasks per second, whatever becomes of them. */
        OPEN
    }

    /**
     * What to measure.
     *
     * @param name for people: {@code 32 clients}, {@code 50/s}, {@code 70 %}
     * @param amount clients of a closed loop, tasks per second of an open one
     */
    public record Step(System system, Way way, Load load, String name, double amount, double seconds) {}

    /** Milliseconds of CPU for one task over all processes whose work it was; 0 when no task ended. */
    public double cpuMillisPerTask() {
        return ended == 0 ? 0 : cpu.of(counted) * 1000 / ended;
    }

    /** The part of that, 0 to 1, which went into compiling Java and ends when it is warm. */
    public double compilingPart() {
        return cpu.compilingPart(counted);
    }

    /** Whether every task succeeded. */
    public boolean passed() {
        return failed == 0 && unanswered == 0;
    }
}
