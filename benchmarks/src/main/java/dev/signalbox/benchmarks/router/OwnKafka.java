package dev.signalbox.benchmarks.router;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A broker in a process and folder of its own, which goes with it. */
final class OwnKafka implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Process process;
    private final Path folder;
    private final int port;

    private OwnKafka(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    static OwnKafka start(Path root, Path folder) throws IOException, InterruptedException {
        Path jar = root.resolve("infrastructure/target/infrastructure-run.jar");
        if (!Files.exists(jar)) {
            throw new IOException(jar + " is not built; run ./signalbox up once, or ./mvnw -DskipTests package");
        }
        int port = freePort();
        Path ready = folder.resolve("ready");
        Process process = Java.process(
                        folder.resolve("kafka.log"),
                        List.of(
                                "-Xmx768m",
                                "-jar",
                                jar.toString(),
                                "--only",
                                "kafka",
                                "--kafka-port",
                                "" + port,
                                "--data",
                                folder.resolve("data").toString(),
                                "--ready-file",
                                ready.toString()))
                .start();
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!Files.exists(ready)) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                process.destroyForcibly();
                throw new IOException("Kafka does not start; see " + folder.resolve("kafka.log"));
            }
            Thread.sleep(100);
        }
        return new OwnKafka(process, folder, port);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    String address() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
