package dev.signalbox.infrastructure;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.embedded.core.ExecutableProvider;

/** A Redis process of this machine, with its append-only file on. */
public final class RedisNode implements LocalServer {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String EXECUTABLE = "redis-server-6.2.6";

    private final Path data;
    private final Path binaries;
    private final int port;
    private final List<String> options;
    private @Nullable FolderLock lock;
    private @Nullable Process process;

    /**
     * A server that is not started yet.
     *
     * @param data folder of its own
     * @param binaries where the executable is unpacked to
     * @param port where clients connect
     */
    public RedisNode(Path data, Path binaries, int port) {
        this(data, binaries, port, List.of());
    }

    /**
     * A server with options of its own.
     *
     * @param options further ones of the command line
     */
    public RedisNode(Path data, Path binaries, int port, List<String> options) {
        this.data = data.toAbsolutePath();
        this.binaries = binaries.toAbsolutePath();
        this.port = port;
        this.options = List.copyOf(options);
    }

    @Override
    public String name() {
        return "redis";
    }

    @Override
    public String address() {
        return "redis://localhost:" + port;
    }

    @Override
    public synchronized void start() throws IOException {
        if (alive()) {
            return;
        }
        stop();
        Files.createDirectories(data);
        FolderLock taken = FolderLock.take(data.resolveSibling(data.getFileName() + ".lock"));
        boolean started = false;
        try {
            Path executable = executable();
            reap(executable);
            Ports.requireFree("Redis", port);
            Process starting = launch(executable);
            process = starting;
            lock = taken;
            Files.writeString(pidFile(), Long.toString(starting.pid()));
            awaitReady(starting);
            started = true;
        } finally {
            if (!started) {
                lock = taken;
                stop();
            }
        }
    }

    @Override
    public synchronized void stop() {
        try {
            Process stopping = process;
            process = null;
            if (stopping != null) {
                Processes.end(stopping.pid(), "TERM", PATIENCE);
                Files.deleteIfExists(pidFile());
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            if (lock != null) {
                lock.close();
                lock = null;
            }
        }
    }

    @Override
    public synchronized boolean alive() {
        return process != null && process.isAlive();
    }

    /** The process id, while it runs. */
    public synchronized long pid() {
        return process == null ? -1 : process.pid();
    }

    private Path pidFile() {
        return data.resolve("redis.pid");
    }

    /** Redis survives the death of the JVM that started it, and with it keeps its port. */
    private void reap(Path executable) throws IOException {
        if (!Files.exists(pidFile())) {
            return;
        }
        String text = Files.readString(pidFile()).strip();
        if (text.matches("\\d{1,10}")) {
            long pid = Long.parseLong(text);
            if (Processes.isOurs(pid, executable.toString())) {
                Processes.end(pid, "TERM", PATIENCE);
            }
        }
        Files.deleteIfExists(pidFile());
    }

    private Path executable() throws IOException {
        Path unpacked = binaries.resolve(EXECUTABLE);
        if (Files.isExecutable(unpacked)) {
            return unpacked;
        }
        Files.createDirectories(binaries);
        Path staging = Files.createTempDirectory(binaries, "unpack");
        File file = ExecutableProvider.newJarResourceProvider(staging.toFile()).get();
        if (!file.setExecutable(true, false)) {
            throw new IOException("cannot make " + file + " executable");
        }
        Files.move(file.toPath(), unpacked, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Folders.delete(staging);
        return unpacked;
    }

    private Process launch(Path executable) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                executable.toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                Ports.LOOPBACK,
                "--dir",
                ".",
                "--appendonly",
                "yes",
                "--appendfsync",
                "everysec",
                "--save",
                "",
                // The command line stays as it is, so that a later run recognises the process.
                "--set-proc-title",
                "no"));
        command.addAll(options);
        IOException busy = new IOException("Redis does not start");
        for (int attempt = 0; attempt < 20; attempt++) {
            try {
                return new ProcessBuilder(command)
                        .directory(data.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(
                                data.resolve("redis.log").toFile()))
                        .start();
            } catch (IOException e) {
                // A process forked by another thread still holds the file that was just written.
                if (!("" + e.getMessage()).contains("Text file busy")) {
                    throw e;
                }
                busy = e;
                pause();
            }
        }
        throw busy;
    }

    private void awaitReady(Process starting) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            if (!starting.isAlive()) {
                throw new IOException(
                        "Redis ended with exit code " + starting.exitValue() + "; see " + data.resolve("redis.log"));
            }
            if (answers()) {
                return;
            }
            pause();
        }
        throw new IOException(
                "Redis is not ready after " + PATIENCE.toSeconds() + " s; see " + data.resolve("redis.log"));
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(Ports.LOOPBACK, port), 500);
            socket.setSoTimeout(500);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream answer = socket.getInputStream();
            String first = new String(answer.readNBytes(5), StandardCharsets.US_ASCII);
            // While it loads its data it answers "-LOADING ...".
            return first.equals("+PONG") || first.equals("-NOAU");
        } catch (IOException e) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(30);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
