package dev.signalbox.router.adapter.kafka;

import dev.signalbox.infrastructure.testing.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The packaged router as a process of its own, which can be killed. */
final class RouterProcess implements AutoCloseable {

    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final int port;

    private RouterProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static RouterProcess start(String kafka) throws IOException {
        int port = FreePorts.next();
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dsignalbox.router.first-announcement-wait=60s",
                "-jar",
                JAR.toString()));
        builder.environment().put("SIGNALBOX_KAFKA", kafka);
        builder.environment().put("SIGNALBOX_PORT", Integer.toString(port));
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        Path.of("target", "router-process.log").toFile()));
        return new RouterProcess(builder.start(), port);
    }

    RouterProcess awaitReady() throws Exception {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (!ready()) {
            if (Instant.now().isAfter(deadline) || !process.isAlive()) {
                throw new AssertionError("the router is not ready; see target/router-process.log");
            }
            Thread.sleep(100);
        }
        return this;
    }

    private boolean ready() throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/q/health/ready"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** As kill -9 does. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As SIGTERM does; returns whether it ended in time. */
    boolean stop() throws InterruptedException {
        process.destroy();
        return process.waitFor(20, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
