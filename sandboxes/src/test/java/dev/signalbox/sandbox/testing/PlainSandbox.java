package dev.signalbox.sandbox.testing;

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A folder of this machine and the processes that were started in it. */
final class PlainSandbox implements Sandbox {

    private final String id;
    private final Path folder;
    private final Map<String, String> environment;
    private final Runnable removed;
    private final List<Running> processes = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    PlainSandbox(String id, Path folder, Map<String, String> environment, Runnable removed) {
        this.id = id;
        this.folder = folder;
        this.environment = environment;
        this.removed = removed;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String workFolder() {
        return folder.toString();
    }

    private void requireOpen() throws SandboxException {
        if (closed) {
            throw new SandboxException(Kind.GONE, "the sandbox was removed");
        }
    }

    @Override
    public SandboxProcess start(Command command, OutputListener output) throws SandboxException {
        requireOpen();
        ProcessBuilder builder = new ProcessBuilder(command.words());
        builder.directory(folder.resolve(command.folder()).toFile());
        builder.environment().putAll(environment);
        builder.environment().putAll(command.environment());
        try {
            Running running = new Running(builder.start());
            processes.add(running);
            running.pump(output);
            String stdin = command.stdin();
            try (var input = running.process.getOutputStream()) {
                input.write(stdin == null ? new byte[0] : stdin.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // It did not want to read.
            }
            return running;
        } catch (IOException e) {
            throw new SandboxException(Kind.REFUSED, "cannot be started", e);
        }
    }

    private static final class Running implements SandboxProcess {
        final Process process;
        final List<Thread> readers = new ArrayList<>();

        Running(Process process) {
            this.process = process;
        }

        void pump(OutputListener output) {
            readers.add(
                    Thread.ofPlatform().daemon().start(() -> read(process.getInputStream(), Stream.STDOUT, output)));
            readers.add(
                    Thread.ofPlatform().daemon().start(() -> read(process.getErrorStream(), Stream.STDERR, output)));
        }

        private static void read(InputStream from, Stream stream, OutputListener output) {
            byte[] buffer = new byte[8192];
            try (from) {
                for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                    output.output(stream, buffer, 0, n);
                }
            } catch (IOException e) {
                // Closed with the process.
            }
        }

        @Override
        public boolean awaitEnd(Duration atMost) throws InterruptedException {
            if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
            for (Thread reader : readers) {
                reader.join(Duration.ofMillis(500));
            }
            return true;
        }

        @Override
        public int exitCode() {
            if (process.isAlive()) {
                throw new IllegalStateException("the process runs");
            }
            return process.exitValue();
        }

        @Override
        public void kill() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    @Override
    public void write(Map<String, byte[]> files) throws SandboxException {
        requireOpen();
        try {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Path target = folder.resolve(file.getKey());
                Files.createDirectories(target.getParent());
                Files.write(target, file.getValue());
            }
        } catch (IOException e) {
            throw new SandboxException(Kind.UNAVAILABLE, "cannot be written", e);
        }
    }

    @Override
    public byte[] read(String path, int atMost) throws SandboxException {
        requireOpen();
        try {
            if (!Files.isRegularFile(folder.resolve(path))) {
                throw new SandboxException(Kind.NOT_FOUND, "no file " + path);
            }
            byte[] all = Files.readAllBytes(folder.resolve(path));
            return all.length > atMost ? Arrays.copyOf(all, atMost) : all;
        } catch (IOException e) {
            throw new SandboxException(Kind.NOT_FOUND, "no file " + path, e);
        }
    }

    @Override
    public List<Entry> list(String path, int depth) throws SandboxException {
        requireOpen();
        try (var all = Files.walk(folder.resolve(path), depth)) {
            return all.skip(1)
                    .map(each -> new Entry(
                            folder.relativize(each).toString(),
                            Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS),
                            Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)
                                    ? each.toFile().length()
                                    : 0))
                    .sorted(Comparator.comparing(Entry::path))
                    .toList();
        } catch (IOException e) {
            throw new SandboxException(Kind.NOT_FOUND, "no folder " + path, e);
        }
    }

    @Override
    public void extend(Duration fromNow) {}

    @Override
    public Measurement measure() {
        return Measurement.UNKNOWN;
    }

    @Override
    public List<ProducedFile> collect(Map<String, byte[]> placed) throws SandboxException {
        processes.forEach(Running::kill);
        return List.of();
    }

    @Override
    public void close() {
        closed = true;
        processes.forEach(Running::kill);
        delete(folder);
        removed.run();
    }

    static void delete(Path folder) {
        try (var all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
        } catch (IOException | java.io.UncheckedIOException e) {
            // Gone already.
        }
    }
}
