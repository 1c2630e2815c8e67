package dev.signalbox.launcher.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * A runnable copy of what the build made. Processes run from the copy, so that a build, or {@code ./signalbox test},
 * does not take the files from under a running stack.
 */
public final class AppFolder {

    private static final String FINGERPRINT = ".fingerprint";

    private AppFolder() {}

    /**
     * Copies when the build is another than the copy's.
     *
     * @return fingerprint of the copy, which changes with any file
     * @throws StackException when there is no build
     */
    public static String refresh(Checkout checkout, Component component) throws IOException, StackException {
        Path built = built(checkout, component);
        if (!Files.exists(built.resolve(component.jar()))) {
            throw new StackException(component.module() + " is not built: " + built.resolve(component.jar())
                    + " is missing. Run ./signalbox up without --no-build.");
        }
        Path copy = checkout.app(component.module());
        String fingerprint = fingerprint(built, parts(component));
        if (fingerprint.equals(read(copy.resolve(FINGERPRINT)))) {
            return fingerprint;
        }
        delete(copy);
        for (String part : parts(component).stream()
                .filter(part -> Files.exists(built.resolve(part)))
                .toList()) {
            copy(built.resolve(part), copy.resolve(part));
        }
        Files.writeString(copy.resolve(FINGERPRINT), fingerprint);
        return fingerprint;
    }

    /** What the build made of it. */
    static Path built(Checkout checkout, Component component) {
        Path target = checkout.root().resolve(component.module()).resolve("target");
        return component.isService() ? target.resolve("quarkus-app") : target;
    }

    private static List<String> parts(Component component) {
        return component.isService()
                ? List.of("")
                : List.of(component.jar(), component.module() + ".jar", "lib", "app.aot", "app.aot.jvm");
    }

    private static String fingerprint(Path folder, List<String> parts) throws IOException {
        CRC32 checksum = new CRC32();
        for (String part : parts) {
            if (!Files.exists(folder.resolve(part))) {
                continue;
            }
            try (Stream<Path> files = Files.walk(folder.resolve(part))) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    String line = folder.relativize(file) + " " + Files.size(file) + " "
                            + Files.getLastModifiedTime(file).toMillis() + "\n";
                    checksum.update(line.getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return Long.toHexString(checksum.getValue());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.toAbsolutePath().getParent());
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    /** Deletes a folder and all in it; follows no link. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
