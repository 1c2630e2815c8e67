package dev.signalbox.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process as the launcher starts it. */
class LocalInfrastructureIT {

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();
    private Path ready;
    private Path data;
    private int kafkaPort;
    private int postgresPort;
    private int redisPort;

    @BeforeEach
    void choose() throws IOException {
        data = folder.resolve("my data");
        ready = folder.resolve("ready.json");
        kafkaPort = Ports.free();
        postgresPort = Ports.free();
        redisPort = Ports.free();
    }

    @AfterEach
    void endAll() throws Exception {
        for (Process process : processes) {
            process.destroy();
        }
        for (Process process : processes) {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void comesBackWithItsDataAfterKillAndEndsCleanlyOnTerm() throws Exception {
        Process first = launch();
        Clients.produce("localhost:" + kafkaPort, "task-events", "before");
        Clients.sql("localhost:" + postgresPort + "/signalbox", "CREATE TABLE t AS SELECT 'before' AS v");
        Clients.redis("redis://localhost:" + redisPort, "SET k before");
        // The append-only file is flushed every second.
        Thread.sleep(1200);

        first.destroyForcibly().waitFor();
        assertThat(Clients.redis("redis://localhost:" + redisPort, "PING"))
                .as("Redis survives its JVM and keeps the port")
                .isEqualTo("+PONG");

        Process second = launch();
        assertThat(Clients.consume("localhost:" + kafkaPort, "task-events", 1)).containsExactly("before");
        assertThat(Clients.sql("localhost:" + postgresPort + "/signalbox", "SELECT v FROM t"))
                .isEqualTo("before");
        assertThat(Clients.redis("redis://localhost:" + redisPort, "GET k")).isEqualTo("before");

        second.destroy();
        assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(ready).doesNotExist();
        Ports.requireFree("Redis", redisPort);
        Ports.requireFree("PostgreSQL", postgresPort);
        Ports.requireFree("Kafka", kafkaPort);
    }

    @Test
    void startsAgainWhatWasKilled() throws Exception {
        launch("--only", "redis,postgres");
        long redis = Long.parseLong(
                Files.readString(data.resolve("redis").resolve("redis.pid")).strip());
        long postgres = new PostgresNode(data.resolve("postgres"), data.resolve("bin"), postgresPort).pid();

        kill(redis);
        kill(postgres);

        assertThat(eventually(() -> Clients.redis("redis://localhost:" + redisPort, "PING")))
                .isEqualTo("+PONG");
        assertThat(eventually(() -> Clients.sql("localhost:" + postgresPort + "/signalbox", "SELECT 1")))
                .isEqualTo("1");
    }

    private Process launch(String... more) throws Exception {
        Files.deleteIfExists(ready);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                LocalInfrastructure.class.getName(),
                "--data",
                data.toString(),
                "--kafka-port",
                "" + kafkaPort,
                "--postgres-port",
                "" + postgresPort,
                "--redis-port",
                "" + redisPort,
                "--ready-file",
                ready.toString()));
        command.addAll(List.of(more));
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        processes.add(process);
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!Files.exists(ready)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                fail("not ready:\n" + Files.readString(log));
            }
            Thread.sleep(50);
        }
        return process;
    }

    private static void kill(long pid) throws Exception {
        ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
        process.destroyForcibly();
        process.onExit().get(10, TimeUnit.SECONDS);
    }

    private interface Attempt {
        String make() throws Exception;
    }

    private static String eventually(Attempt attempt) throws Exception {
        Exception last = new IllegalStateException("never tried");
        for (int i = 0; i < 100; i++) {
            try {
                return attempt.make();
            } catch (IOException | java.sql.SQLException e) {
                last = e;
                Thread.sleep(200);
            }
        }
        throw last;
    }
}
