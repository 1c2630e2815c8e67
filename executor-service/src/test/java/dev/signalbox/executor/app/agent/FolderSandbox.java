package dev.signalbox.executor.app.agent;

import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.Measurement;
import dev.signalbox.sandbox.OutputListener;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxException.Kind;
import dev.signalbox.sandbox.SandboxProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A folder of this machine, without any isolation: for programs that the tests bring themselves. */
public final class FolderSandbox implements Sandbox {

    private final Path folder;
    private final Map<String, String> environment;
    private int started;

    public FolderSandbox(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /** How many processes were started. */
    public int started() {
        return started;
    }

    @Override
    public String id() {
        return "folder";
    }

    @Override
    public String workFolder() {
        return folder.toString();
    }

    @Override
    public SandboxProcess start(Command command, OutputListener output) throws SandboxException {
        started++;
        try {
            ProcessBuilder builder = new ProcessBuilder(command.words());
            builder.directory(folder.resolve(command.folder()).toFile());
            builder.environment().putAll(environment);
            builder.environment().putAll(command.environment());
            Process process = builder.start();
            Thread out = pump(process.getInputStream(), Stream.STDOUT, output);
            Thread err = pump(process.getErrorStream(), Stream.STDERR, output);
            try (var stdin = process.getOutputStream()) {
                stdin.write((command.stdin() == null ? "" : command.stdin()).getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // it does not read
            }
            return new Running(process, out, err);
        } catch (IOException e) {
            throw new SandboxException(Kind.UNAVAILABLE, "cannot start", e);
        }
    }

    private static Thread pump(InputStream from, Stream stream, OutputListener output) {
        return Thread.ofVirtual().start(() -> {
            byte[] buffer = new byte[8192];
            try {
                for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                    output.output(stream, buffer, 0, n);
                }
            } catch (IOException e) {
                // ended
            }
        });
    }

    private record Running(Process process, Thread out, Thread err) implements SandboxProcess {
        @Override
        public boolean awaitEnd(Duration atMost) throws InterruptedException {
            return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)
                    && out.join(Duration.ofSeconds(1))
                    && err.join(Duration.ofSeconds(1));
        }

        @Override
        public int exitCode() {
            try {
                return process.exitValue();
            } catch (IllegalThreadStateException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void kill() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @Override
    public void write(Map<String, byte[]> files) {
        files.forEach((path, content) -> {
            try {
                Path file = folder.resolve(path);
                Files.createDirectories(file.getParent());
                Files.write(file, content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public byte[] read(String path, int atMost) throws SandboxException {
        Path file = folder.resolve(path);
        if (!Files.isRegularFile(file)) {
            throw new SandboxException(Kind.NOT_FOUND, "there is no file " + path);
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(atMost);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<Entry> list(String path, int depth) throws SandboxException {
        Path start = folder.resolve(path);
        if (!Files.isDirectory(start)) {
            throw new SandboxException(Kind.NOT_FOUND, "there is no folder " + path);
        }
        try (var all = Files.walk(start, depth)) {
            return all.filter(file -> !file.equals(start))
                    .sorted()
                    .map(this::entry)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Entry entry(Path file) {
        try {
            boolean isFolder = Files.isDirectory(file);
            return new Entry(folder.relativize(file).toString(), isFolder, isFolder ? 0 : Files.size(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void extend(Duration fromNow) {}

    @Override
    public Measurement measure() {
        return Measurement.UNKNOWN;
    }

    @Override
    public List<ProducedFile> collect(Map<String, byte[]> placed) {
        return List.of();
    }

    @Override
    public void close() {}
}
