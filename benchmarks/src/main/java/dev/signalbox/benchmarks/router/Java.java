package dev.signalbox.benchmarks.router;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Further Java processes, with the flags that the services have. */
final class Java {

    private Java() {}

    static ProcessBuilder process(Path log, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    }
}
