package dev.signalbox.executor.adapter.local;

import dev.signalbox.contracts.execution.AttemptFinished.Outcome;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.executor.app.StopSignal;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Judges a run: whether it must end, and how it ended. */
final class Verdict {

    private static final long MIB = 1024L * 1024;
    private static final double NEARLY = 0.9;

    private final LocalRun.Order order;
    private final Launcher launcher;
    private @Nullable Ruling stopped;

    /** How a run ended, and why it did not succeed. */
    record Ruling(Outcome outcome, @Nullable Problem problem) {}

    Verdict(LocalRun.Order order, Launcher launcher) {
        this.order = order;
        this.launcher = launcher;
    }

    /** Whether the run must end now. What ended it first is remembered. */
    boolean mustEnd(StopSignal stop, Duration run, CgroupReading reading) {
        if (stopped == null) {
            if (stop.fired().isPresent()) {
                stopped = cancelled(stop.fired().get().reason());
            } else if (reading.oomKills() > 0) {
                stopped = outOfMemory(reading);
            } else if (reading.refusedForks() > order.resources().processes()) {
                stopped = tooManyProcesses();
            } else if (run.compareTo(order.timeout()) >= 0) {
                stopped = new Ruling(
                        Outcome.TIMED_OUT,
                        ProblemType.TIMED_OUT.because(
                                "It ran longer than its timeout of " + seconds(order.timeout())
                                        + " and was stopped. Give it more by \"timeout\", or less to do.",
                                Map.of("limit", order.timeout().toString())));
            }
        }
        return stopped != null;
    }

    /** How it ended, when all of it is dead. */
    Ruling after(StopSignal stop, int exitCode, CgroupReading reading, long bytesInFiles, String stderr) {
        if (stopped != null) {
            return stopped;
        }
        if (reading.oomKills() > 0) {
            return outOfMemory(reading);
        }
        if (exitCode == 0) {
            return new Ruling(Outcome.SUCCEEDED, null);
        }
        if (stop.fired().isPresent()) {
            return cancelled(stop.fired().get().reason());
        }
        if (reading.refusedForks() > 0) {
            return tooManyProcesses();
        }
        int diskMib = BubblewrapLauncher.diskMib(order.resources());
        boolean inMemory = launcher instanceof BubblewrapLauncher;
        if (inMemory && (bytesInFiles > diskMib * MIB * NEARLY || stderr.contains("No space left on device"))) {
            return limit(
                    "disk",
                    diskMib + " MiB",
                    "It filled its scratch disk of " + diskMib + " MiB (in " + BubblewrapLauncher.WORK
                            + "; half of that in /tmp).");
        }
        return new Ruling(
                Outcome.FAILED,
                ProblemType.EXIT_CODE.because(
                        exitCode > 128
                                ? "The program was ended by signal " + (exitCode - 128) + "."
                                : "The program ended with exit code " + exitCode + ".",
                        Map.of("exitCode", Integer.toString(exitCode))));
    }

    Ruling outOfMemory(CgroupReading reading) {
        Resources resources = order.resources();
        if (reading.peakMemoryBytes() < resources.memoryMib() * MIB * NEARLY) {
            return new Ruling(
                    Outcome.BACKEND_FAILED,
                    ProblemType.BACKEND_FAILED.because(
                            "The machine ran out of memory, although the task was within its limit."));
        }
        return limit(
                "memory",
                resources.memoryMib() + " MiB",
                "It used more memory than the " + resources.memoryMib()
                        + " MiB of its tier, in which its files count as well. Choose a larger tier.");
    }

    private Ruling tooManyProcesses() {
        return limit(
                "processes",
                Integer.toString(order.resources().processes()),
                "It started more processes than the " + order.resources().processes() + " of its tier.");
    }

    private static Ruling limit(String name, String limit, String detail) {
        return new Ruling(
                Outcome.LIMIT_EXCEEDED,
                ProblemType.RESOURCE_LIMIT.because(detail, Map.of("resource", name, "limit", limit)));
    }

    private static Ruling cancelled(String reason) {
        return new Ruling(Outcome.CANCELLED, ProblemType.CANCELLED.because(reason));
    }

    private static String seconds(Duration duration) {
        return java.math.BigDecimal.valueOf(duration.toMillis(), 3)
                        .stripTrailingZeros()
                        .toPlainString() + " s";
    }
}
