package dev.signalbox.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One process of the stack, which can be killed and started again. */
final class StackProcess {

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private final String name;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private final BooleanSupplier ready;
    private @Nullable Process process;

    StackProcess(String name, List<String> command, Map<String, String> environment, Path log, BooleanSupplier ready) {
        this.name = name;
        this.command = command;
        this.environment = environment;
        this.log = log;
        this.ready = ready;
    }

    void launch() {
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().putAll(environment);
            builder.redirectErrorStream(true);
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitReady() {
        Instant end = Instant.now().plus(START_LIMIT);
        while (!ready.getAsBoolean()) {
            if (!running().isAlive() || Instant.now().isAfter(end)) {
                throw new IllegalStateException(name + " did not become ready:\n" + tail());
            }
            pause();
        }
    }

    void start() {
        launch();
        awaitReady();
    }

    /** SIGKILL, to its children as well: nothing gets a chance to clean up. */
    void kill() {
        List<ProcessHandle> children = running().descendants().toList();
        running().destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        await();
    }

    /** SIGTERM, as an operator would. */
    void stop() {
        tellToStop();
        await();
    }

    /** The same without waiting; {@link #stop} waits. */
    void tellToStop() {
        running().destroy();
    }

    long pid() {
        return running().pid();
    }

    boolean alive() {
        return process != null && process.isAlive();
    }

    private void await() {
        try {
            if (!running().waitFor(40, TimeUnit.SECONDS)) {
                running().destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException(name + " was not started");
        }
        return process;
    }

    String logText() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String tail() {
        String text = logText();
        return text.substring(Math.max(0, text.length() - 4000));
    }

    static BooleanSupplier answers(int port) {
        return answers(port, "/q/health/ready");
    }

    static BooleanSupplier answers(int port, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(2))
                .build();
        return () -> {
            try {
                return HTTP.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        };
    }

    static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
