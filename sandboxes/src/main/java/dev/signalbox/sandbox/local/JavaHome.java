package dev.signalbox.sandbox.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the JDK that attempts get: the executor's own if it is one, else JAVA_HOME, else one of the machine's. */
final class JavaHome {

    private static final Path SYSTEM = Path.of("/usr");

    private JavaHome() {}

    /**
     * A JDK, with the compiler that single-file programs need.
     *
     * @param byOthers whether another user than this one must be able to read it
     */
    static Optional<Path> find(boolean byOthers) {
        List<Path> candidates = new ArrayList<>();
        add(candidates, System.getProperty("java.home"));
        add(candidates, System.getenv("JAVA_HOME"));
        try (DirectoryStream<Path> installed = Files.newDirectoryStream(Path.of("/usr/lib/jvm"))) {
            installed.forEach(candidates::add);
        } catch (IOException e) {
            // There is no such folder; then there is none in it.
        }
        return candidates.stream()
                .filter(home -> Files.isExecutable(home.resolve("bin/java")) && Files.exists(home.resolve("bin/javac")))
                .filter(home -> !byOthers || readableByOthers(home))
                .findFirst();
    }

    private static void add(List<Path> candidates, @Nullable String home) {
        if (home != null && !home.isBlank()) {
            candidates.add(Path.of(home));
        }
    }

    static boolean inSystem(Path home) {
        return home.startsWith(SYSTEM);
    }

    private static boolean readableByOthers(Path home) {
        try {
            Path real = home.toRealPath();
            for (Path folder = real; folder != null; folder = folder.getParent()) {
                if (!Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
