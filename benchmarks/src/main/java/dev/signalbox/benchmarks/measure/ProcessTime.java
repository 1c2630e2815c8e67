package dev.signalbox.benchmarks.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** CPU time of a process: user and system, with that of its children that have ended and been waited for. */
final class ProcessTime {

    /** Positions after the command's closing bracket, counted from the state: proc_pid_stat(5), fields 14 to 17. */
    private static final int USER = 11;

    private static final int ENDED_CHILDREN_SYSTEM = 14;

    static final long TICKS_PER_SECOND = ticksPerSecond();

    private ProcessTime() {}

    /** Seconds of CPU; 0 for a process that is not there any more. */
    static double seconds(ProcessHandle process) {
        try {
            byte[] stat = Files.readAllBytes(Path.of("/proc/" + process.pid() + "/stat"));
            return (double) ticks(new String(stat, StandardCharsets.ISO_8859_1)) / TICKS_PER_SECOND;
        } catch (IOException e) {
            return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
        }
    }

    /**
     * Clock ticks in a line of {@code /proc/<pid>/stat}. The command may hold blanks and brackets: only what follows
     * the last closing one counts.
     */
    static long ticks(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
        long ticks = 0;
        for (int i = USER; i <= ENDED_CHILDREN_SYSTEM; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks;
    }

    private static long ticksPerSecond() {
        try {
            Process getconf = new ProcessBuilder("getconf", "CLK_TCK")
                    .redirectErrorStream(true)
                    .start();
            String text = new String(getconf.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            getconf.waitFor(5, TimeUnit.SECONDS);
            return text.matches("\\d{1,7}") ? Long.parseLong(text) : 100;
        } catch (IOException e) {
            return 100;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 100;
        }
    }
}
