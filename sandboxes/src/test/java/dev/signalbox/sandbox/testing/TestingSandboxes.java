package dev.signalbox.sandbox.testing;

import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.Language;
import dev.signalbox.sandbox.Measurement;
import dev.signalbox.sandbox.Offer;
import dev.signalbox.sandbox.OutputListener;
import dev.signalbox.sandbox.RunningSandbox;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxProcess;
import dev.signalbox.sandbox.SandboxProvider;
import dev.signalbox.sandbox.SandboxRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Small sandboxes for tests of what is around sandboxes: bubblewrap namespaces that are entered from outside, which needs
 * root. No limits, no collecting.
 */
public final class TestingSandboxes implements SandboxProvider {

    private static final Pattern CHILD = Pattern.compile("\"child-pid\": (\\d+)");
    private static final String HOME = "/home/user";

    private final Map<String, Inside> running = new ConcurrentHashMap<>();

    @Override
    public String name() {
        return "testing";
    }

    @Override
    public Offer offer() {
        return new Offer(
                "quick",
                null,
                Isolation.NAMESPACES,
                Map.of(),
                Set.of(Language.BASH, Language.PYTHON, Language.JAVASCRIPT),
                Set.of(),
                Duration.ofHours(1),
                Duration.ofMillis(50));
    }

    @Override
    public Sandbox create(SandboxRequest request) throws SandboxException, InterruptedException {
        try {
            Path folder = Files.createTempDirectory("testing-sandbox");
            Path work = Files.createDirectory(folder.resolve("work"));
            Path info = folder.resolve("info");
            Process keeper = new ProcessBuilder(
                            "/bin/sh",
                            "-c",
                            "exec bwrap --bind / / --dev /dev --proc /proc --tmpfs /tmp --tmpfs /home --bind \"$1\" "
                                    + HOME + " --unshare-pid --unshare-net --die-with-parent --as-pid-1 --info-fd 3"
                                    + " /bin/bash -c 'trap : CHLD; while :; do sleep 1000 & wait; done' 3>\"$2\"",
                            "sh",
                            work.toString(),
                            info.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Matcher child = CHILD.matcher("");
            for (int i = 0;
                    i < 500
                            && keeper.isAlive()
                            && !child.reset(Files.exists(info) ? Files.readString(info) : "")
                                    .find();
                    i++) {
                Thread.sleep(10);
            }
            Inside inside = new Inside(folder, work, keeper, child.group(1), request);
            running.put(inside.id(), inside);
            // The namespaces are there a moment before what is mounted in them.
            while (!inside.run("test -d " + HOME + " && ! test -e " + HOME + "/../root && mountpoint -q /proc")) {
                Thread.sleep(10);
            }
            return inside;
        } catch (IOException e) {
            throw new SandboxException(SandboxException.Kind.UNAVAILABLE, "no sandbox", e);
        }
    }

    @Override
    public List<RunningSandbox> list() {
        return running.values().stream()
                .map(one -> new RunningSandbox(one.id(), one.request.labels(), Instant.EPOCH, false))
                .toList();
    }

    @Override
    public Sandbox attach(String id, SandboxRequest request) throws SandboxException {
        throw new SandboxException(SandboxException.Kind.REFUSED, "not here");
    }

    @Override
    public void remove(String id) {
        Inside inside = running.get(id);
        if (inside != null) {
            inside.close();
        }
    }

    @Override
    public void close() {
        running.values().forEach(Inside::close);
    }

    private final class Inside implements Sandbox {
        private final Path folder;
        private final Path work;
        private final Process keeper;
        private final String pid;
        private final SandboxRequest request;

        Inside(Path folder, Path work, Process keeper, String pid, SandboxRequest request) {
            this.folder = folder;
            this.work = work;
            this.keeper = keeper;
            this.pid = pid;
            this.request = request;
        }

        @Override
        public String id() {
            return folder.getFileName().toString();
        }

        @Override
        public String workFolder() {
            return HOME;
        }

        boolean run(String line) throws InterruptedException, SandboxException {
            SandboxProcess process = start(Command.bash(line), OutputListener.NONE);
            process.awaitEnd(Duration.ofSeconds(10));
            return process.exitCode() == 0;
        }

        @Override
        public SandboxProcess start(Command command, OutputListener output) throws SandboxException {
            if (!keeper.isAlive()) {
                throw new SandboxException(SandboxException.Kind.GONE, "gone");
            }
            List<String> words = new ArrayList<>(List.of(
                    "nsenter",
                    "-t",
                    pid,
                    "-m",
                    "-p",
                    "-n",
                    "--",
                    "/bin/sh",
                    "-c",
                    "cd " + HOME + "/\"$1\" && shift && exec \"$@\"",
                    "sh",
                    command.folder()));
            words.addAll(command.words());
            ProcessBuilder builder = new ProcessBuilder(words);
            String path = System.getenv("PATH");
            builder.environment().clear();
            builder.environment().put("PATH", path == null ? "/usr/bin:/bin" : path);
            builder.environment().put("HOME", HOME);
            builder.environment().putAll(request.environment());
            builder.environment().putAll(command.environment());
            try {
                Running process = new Running(builder.start());
                process.read(output, command.stdin());
                return process;
            } catch (IOException e) {
                throw new SandboxException(SandboxException.Kind.UNAVAILABLE, "no process", e);
            }
        }

        @Override
        public void write(Map<String, byte[]> files) throws SandboxException {
            try {
                for (Map.Entry<String, byte[]> file : files.entrySet()) {
                    Path path = work.resolve(file.getKey());
                    Files.createDirectories(path.getParent());
                    Files.write(path, file.getValue());
                }
            } catch (IOException e) {
                throw new SandboxException(SandboxException.Kind.REFUSED, "not written", e);
            }
        }

        @Override
        public byte[] read(String path, int atMost) throws SandboxException {
            throw new SandboxException(SandboxException.Kind.REFUSED, "not here");
        }

        @Override
        public List<Entry> list(String path, int depth) throws SandboxException {
            throw new SandboxException(SandboxException.Kind.REFUSED, "not here");
        }

        @Override
        public void extend(Duration fromNow) {}

        @Override
        public Measurement measure() {
            return new Measurement(1, 1 << 20);
        }

        @Override
        public List<ProducedFile> collect(Map<String, byte[]> placed) throws SandboxException {
            throw new SandboxException(SandboxException.Kind.REFUSED, "not here");
        }

        @Override
        public void close() {
            running.remove(id());
            keeper.descendants().forEach(ProcessHandle::destroyForcibly);
            keeper.destroyForcibly();
        }
    }

    private static final class Running implements SandboxProcess {
        private final Process process;
        private final List<Thread> readers = new ArrayList<>();

        Running(Process process) {
            this.process = process;
        }

        void read(OutputListener output, @org.jspecify.annotations.Nullable String stdin) {
            readers.add(
                    Thread.ofPlatform().daemon().start(() -> pump(process.getInputStream(), Stream.STDOUT, output)));
            readers.add(
                    Thread.ofPlatform().daemon().start(() -> pump(process.getErrorStream(), Stream.STDERR, output)));
            Thread.ofPlatform().daemon().start(() -> {
                try (var in = process.getOutputStream()) {
                    in.write((stdin == null ? "" : stdin).getBytes(StandardCharsets.UTF_8));
                } catch (IOException e) {
                    // It reads no more.
                }
            });
        }

        private static void pump(InputStream in, Stream stream, OutputListener output) {
            byte[] buffer = new byte[8192];
            try (in) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    output.output(stream, buffer, 0, read);
                }
            } catch (IOException e) {
                // It has ended.
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
            return process.exitValue();
        }

        @Override
        public void kill() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
