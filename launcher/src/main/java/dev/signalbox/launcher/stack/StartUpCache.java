package dev.signalbox.launcher.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * The start-up cache of a program: its classes loaded and linked ahead of time (JEP 483, 514), with profiles (JEP 515).
 * It serves the JVM build, the jars and the kind of garbage collector that it was made with. The JVM looks at its build
 * and its options and starts without a cache that does not fit. At the jars it does not always look (25.0.3: with the one
 * step of JEP 514 a changed jar can be run in its old form), so this class does, and tells the reason in words.
 */
public final class StartUpCache {

    private static final String FILE = "app.aot";
    private static final String STAMP = "app.aot.jvm";

    private StartUpCache() {}

    /** Where it lies, beside the jar that is started. */
    public static Path file(Path app) {
        return app.resolve(FILE);
    }

    /** Puts a cache that a training run made beside its program, and notes what it was made by and from. */
    public static void install(Path made, Path app, Path javaHome) throws IOException {
        Files.deleteIfExists(app.resolve(STAMP));
        Files.copy(made, file(app), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(app.resolve(STAMP), jvm(javaHome) + "\n" + jars(app));
    }

    /** Takes it away. */
    public static void remove(Path app) throws IOException {
        Files.deleteIfExists(file(app));
        Files.deleteIfExists(app.resolve(STAMP));
    }

    /** Whether the program is to be started with it. */
    public static boolean usable(Path app, Path javaHome) {
        return unusableBecause(app, javaHome).isEmpty();
    }

    /** Why the program is started without it; empty when it is not. */
    public static Optional<String> unusableBecause(Path app, Path javaHome) {
        if (!Files.exists(file(app))) {
            return Optional.of("there is none");
        }
        List<String> made = read(app.resolve(STAMP)).lines().toList();
        String jvm = jvm(javaHome);
        if (made.size() != 2) {
            return Optional.of("what it was made from is not known");
        }
        if (!made.getFirst().equals(jvm)) {
            return Optional.of("it was made by another JVM (" + made.getFirst() + ", this is " + jvm + ")");
        }
        return made.getLast().equals(jars(app)) ? Optional.empty() : Optional.of("it was made from other jars");
    }

    /** Whether a living process has it in its memory; empty where the system does not say. */
    public static Optional<Boolean> usedBy(ProcessHandle process) {
        try (Stream<String> mappings = Files.lines(Path.of("/proc/" + process.pid() + "/maps"))) {
            return Optional.of(mappings.anyMatch(line -> line.endsWith("/" + FILE)));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** What the JVM compares as well: its build, and the image of its modules, which differs between JDK and JRE. */
    private static String jvm(Path javaHome) {
        String version = read(javaHome.resolve("release"))
                .lines()
                .filter(line -> line.startsWith("JAVA_RUNTIME_VERSION=") || line.startsWith("IMPLEMENTOR="))
                .map(line -> line.substring(line.indexOf('=') + 1).replace("\"", ""))
                .sorted()
                .reduce((one, other) -> one + " " + other)
                .orElse("unknown");
        try {
            return version + ", " + Files.size(javaHome.resolve("lib").resolve("modules")) + " bytes of modules";
        } catch (IOException e) {
            return version;
        }
    }

    /** Changes with any file beside the cache. Seconds, because archives and images keep no finer times. */
    private static String jars(Path app) {
        CRC32 checksum = new CRC32();
        try (Stream<Path> files = Files.walk(app)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".jar"))
                    .sorted()
                    .toList()) {
                String line = app.relativize(file) + " " + Files.size(file) + " "
                        + Files.getLastModifiedTime(file).to(TimeUnit.SECONDS) + "\n";
                checksum.update(line.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException | UncheckedIOException e) {
            return "jars that cannot be read";
        }
        return "jars " + Long.toHexString(checksum.getValue());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
