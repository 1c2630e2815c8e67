package dev.signalbox.benchmarks.measure;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** What one process has used and holds; zeros where the system does not say (it is not Linux). */
public final class OneProcess {

    private final ProcessHandle process;

    public OneProcess(ProcessHandle process) {
        this.process = process;
    }

    /** Seconds of CPU so far. */
    public double cpuSeconds() {
        return ProcessTime.seconds(process);
    }

    /** How many of them went into compiling Java. */
    public double compilingSeconds() {
        return ProcessTime.compilingSeconds(process);
    }

    /** Bytes of memory that are resident, what is shared with others counted whole. */
    public long residentBytes() {
        return ProcessMemory.bytes(process.pid(), "status", "VmRSS:");
    }

    /** Bytes of resident memory, what is shared counted by the share. */
    public long proportionalBytes() {
        return ProcessMemory.bytes(process.pid(), "smaps_rollup", "Pss:");
    }

    public int threads() {
        int threads = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/task"))) {
            for (Path task : tasks) {
                threads += task.getFileName() == null ? 0 : 1;
            }
        } catch (IOException e) {
            return 0;
        }
        return threads;
    }

    /** Seconds that all processors have worked since the machine started. */
    public static OptionalDouble machineSeconds() {
        return MachineTime.busySeconds();
    }
}
