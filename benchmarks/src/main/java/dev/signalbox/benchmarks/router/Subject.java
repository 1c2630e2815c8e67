package dev.signalbox.benchmarks.router;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A process that reads the log of requests from its beginning. */
final class Subject implements AutoCloseable {

    private final ProcessBuilder builder;
    private final Path log;
    private @Nullable Process process;

    private Subject(ProcessBuilder builder, Path log) {
        this.builder = builder;
        this.log = log;
    }

    static Subject router(Path root, Path folder, String kafka, String embeddings, String run) throws IOException {
        Path jar = root.resolve("router-service/target/quarkus-app/quarkus-run.jar");
        if (!Files.exists(jar)) {
            throw new IOException(jar + " is not built; run ./signalbox up once, or ./mvnw -DskipTests package");
        }
        Path log = folder.resolve("router.log");
        ProcessBuilder builder = Java.process(
                log,
                List.of(
                        "-Xmx512m",
                        "-Dmp.messaging.incoming.task-requests.group.id=router-benchmark-" + run,
                        "-jar",
                        jar.toString()));
        builder.environment().put("SIGNALBOX_KAFKA", kafka);
        builder.environment().put("SIGNALBOX_EMBEDDINGS", embeddings);
        builder.environment().put("SIGNALBOX_PORT", "" + OwnKafka.freePort());
        return new Subject(builder, log);
    }

    static Subject passingOn(Path folder, String kafka, int round) {
        Path log = folder.resolve("passing-on.log");
        ProcessBuilder builder = Java.process(
                log,
                List.of(
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        dev.signalbox.benchmarks.floor.PassOn.class.getName(),
                        kafka,
                        "passed-on-" + round));
        return new Subject(builder, log);
    }

    Subject start() throws IOException {
        process = builder.start();
        return this;
    }

    /** CPU time so far. */
    Duration cpu() {
        return process == null
                ? Duration.ZERO
                : process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    boolean alive() {
        return process != null && process.isAlive();
    }

    Path log() {
        return log;
    }

    @Override
    public void close() {
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
