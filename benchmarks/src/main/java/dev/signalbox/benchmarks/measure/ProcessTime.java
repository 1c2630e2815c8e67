package dev.signalbox.benchmarks.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
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

    /** In the names of HotSpot's threads {@code C1 CompilerThread0} and {@code C2 CompilerThread0}, cut to 15. */
    private static final String COMPILER = " CompilerThre";

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

    /**
     * Seconds that a Java process has spent on compiling its own code: work that ends by itself when it is warm.
     * Threads that are gone are not in it.
     */
    static double compilingSeconds(ProcessHandle process) {
        long ticks = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/task"))) {
            for (Path thread : threads) {
                String stat = new String(Files.readAllBytes(thread.resolve("stat")), StandardCharsets.ISO_8859_1);
                ticks += stat.contains(COMPILER) ? ticks(stat) : 0;
            }
        } catch (IOException | DirectoryIteratorException e) {
            return (double) ticks / TICKS_PER_SECOND;
        }
        return (double) ticks / TICKS_PER_SECOND;
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
