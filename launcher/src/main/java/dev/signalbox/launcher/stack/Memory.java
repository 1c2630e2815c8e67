package dev.signalbox.launcher.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Resident memory of processes. */
public final class Memory {

    private static final long KIB = 1024;

    private Memory() {}

    /**
     * Bytes of memory that the processes hold. Of several, what they share counts once where the system tells
     * (Linux, {@code Pss}): PostgreSQL's processes share their buffers.
     */
    public static long resident(List<ProcessHandle> processes) {
        if (processes.size() == 1) {
            return own(processes.getFirst().pid());
        }
        return processes.stream().mapToLong(process -> shared(process.pid())).sum();
    }

    private static long own(long pid) {
        long fromProc = kib(Path.of("/proc/" + pid + "/status"), "VmRSS:");
        return fromProc >= 0 ? fromProc * KIB : fromPs(pid);
    }

    private static long shared(long pid) {
        long fromProc = kib(Path.of("/proc/" + pid + "/smaps_rollup"), "Pss:");
        return fromProc >= 0 ? fromProc * KIB : own(pid);
    }

    private static long kib(Path file, String field) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(field))
                    .map(line -> line.replaceAll("\\D", ""))
                    .filter(digits -> !digits.isEmpty())
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(-1);
        } catch (IOException | java.io.UncheckedIOException e) {
            return -1;
        }
    }

    private static long fromPs(long pid) {
        try {
            Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid))
                    .redirectErrorStream(true)
                    .start();
            String text = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            ps.waitFor(5, TimeUnit.SECONDS);
            return text.matches("\\d{1,15}") ? Long.parseLong(text) * KIB : 0;
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
