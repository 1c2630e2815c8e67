package dev.signalbox.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Resident memory; 0 where the system does not say (it is not Linux). */
final class ProcessMemory {

    private static final long KIB = 1024;

    private ProcessMemory() {}

    /** Bytes. What several processes share counts once ({@code Pss}): PostgreSQL's share their buffers. */
    static long resident(List<ProcessHandle> processes) {
        if (processes.size() == 1) {
            return bytes(processes.getFirst().pid(), "status", "VmRSS:");
        }
        return processes.stream()
                .mapToLong(process -> bytes(process.pid(), "smaps_rollup", "Pss:"))
                .sum();
    }

    static long bytes(long pid, String file, String field) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/" + file))) {
            return lines.filter(line -> line.startsWith(field))
                            .map(line -> line.replaceAll("\\D", ""))
                            .filter(digits -> !digits.isEmpty())
                            .mapToLong(Long::parseLong)
                            .findFirst()
                            .orElse(0)
                    * KIB;
        } catch (IOException | UncheckedIOException e) {
            return 0;
        }
    }
}
