package dev.signalbox.executor.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Keys from the environment or from a mounted file, and from nowhere else. */
final class Secrets {

    private Secrets() {}

    /**
     * The key, if there is one.
     *
     * @param value itself
     * @param file where it stands, as Kubernetes and Docker mount secrets; counts when the value is absent
     * @throws IllegalArgumentException when the file cannot be read; names the file, never what is in it
     */
    static Optional<String> key(Optional<String> value, Optional<String> file) {
        Optional<String> given = value.map(String::strip).filter(text -> !text.isEmpty());
        if (given.isPresent()) {
            return given;
        }
        return file.filter(path -> !path.isBlank()).map(Secrets::read).filter(text -> !text.isEmpty());
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException("the secret file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
