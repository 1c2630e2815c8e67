package dev.signalbox.benchmarks.report;

import dev.signalbox.contracts.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a {@link Report} for programs. */
public final class JsonReport {

    private JsonReport() {}

    public static void write(Report report, Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.write(file, Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(report));
    }
}
