package dev.signalbox.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Where a run took place.
 *
 * @param cores processors that this process may use
 * @param processor its name
 * @param memoryMib memory of the machine
 * @param system operating system
 * @param jdk the JDK of the load generator; the launcher starts the services with the same one
 * @param commit of the checkout, with {@code +changes} when files differ from it
 */
public record Machine(int cores, String processor, long memoryMib, String system, String jdk, String commit) {

    private static final long KIB_PER_MIB = 1024;

    /** This machine, and the checkout in the folder. */
    public static Machine here(Path checkout) {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                field("/proc/cpuinfo", "model name", System.getProperty("os.arch", "unknown")),
                totalMemoryMib(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vendor.version", System.getProperty("java.vendor")) + " "
                        + System.getProperty("java.runtime.version"),
                commit(checkout));
    }

    private static long totalMemoryMib() {
        String kib = field("/proc/meminfo", "MemTotal", "0").replaceAll("\\D", "");
        return kib.isEmpty() ? 0 : Long.parseLong(kib) / KIB_PER_MIB;
    }

    private static String field(String file, String name, String fallback) {
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(fallback);
        } catch (IOException | UncheckedIOException e) {
            return fallback;
        }
    }

    private static String commit(Path checkout) {
        String commit = git(checkout, List.of("rev-parse", "--short=10", "HEAD"));
        if (!commit.matches("[0-9a-f]{7,40}")) {
            return "unknown";
        }
        String changes = git(checkout, List.of("status", "--porcelain", "--untracked-files=no"));
        return changes.isEmpty() ? commit : commit + "+changes";
    }

    private static String git(Path checkout, List<String> arguments) {
        List<String> command = new java.util.ArrayList<>(List.of("git", "-C", checkout.toString()));
        command.addAll(arguments);
        try {
            Process git = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            git.waitFor(10, TimeUnit.SECONDS);
            return text;
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }
}
