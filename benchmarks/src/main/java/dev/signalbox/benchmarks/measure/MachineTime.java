package dev.signalbox.benchmarks.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/** How busy all processors were together, so that a run can say whether somebody else was using them. */
final class MachineTime {

    private static final int IDLE = 3;
    private static final int IOWAIT = 4;
    private static final int STEAL = 7;

    private MachineTime() {}

    /** Seconds that the processors have worked since start; empty where the system does not say. */
    static OptionalDouble busySeconds() {
        try {
            List<String> lines = Files.readAllLines(Path.of("/proc/stat"));
            return OptionalDouble.of(busy(lines.getFirst()));
        } catch (IOException | RuntimeException e) {
            return OptionalDouble.empty();
        }
    }

    /** Seconds of work in the first line of {@code /proc/stat}: all but idle and waiting for disks. */
    static double busy(String line) {
        String[] fields = line.strip().split("\\s+");
        long ticks = 0;
        for (int i = 1; i < fields.length && i <= STEAL + 1; i++) {
            if (i - 1 != IDLE && i - 1 != IOWAIT) {
                ticks += Long.parseLong(fields[i]);
            }
        }
        return (double) ticks / ProcessTime.TICKS_PER_SECOND;
    }
}
