package dev.signalbox.executor.app.sandboxes;

import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.Language;
import dev.signalbox.sandbox.LimitHit;
import dev.signalbox.sandbox.Measurement;
import dev.signalbox.sandbox.Offer;
import dev.signalbox.sandbox.OutputListener;
import dev.signalbox.sandbox.RunningSandbox;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxLabels;
import dev.signalbox.sandbox.SandboxProcess;
import dev.signalbox.sandbox.SandboxProvider;
import dev.signalbox.sandbox.SandboxRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A provider whose sandboxes are entries of a map. A process prints its words and ends as its first word says. */
public final class MemoryProvider implements SandboxProvider {

    public final Map<String, RunningSandbox> running = new ConcurrentHashMap<>();
    public final List<SandboxRequest> requests = new CopyOnWriteArrayList<>();
    public final List<String> extended = new CopyOnWriteArrayList<>();
    public final Deque<SandboxException> failures = new ArrayDeque<>();
    public final List<String> paused = new CopyOnWriteArrayList<>();
    public final List<String> resumed = new CopyOnWriteArrayList<>();
    public boolean removes = true;
    public boolean canPause;
    public boolean endsProcesses = true;
    public long memoryBytes;
    public volatile @Nullable LimitHit limit;
    public @Nullable Resources allocated;
    public volatile Instant now = Instant.parse("2026-11-21T00:00:00Z");
    private int count;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public Offer offer() {
        return new Offer(
                "quick",
                null,
                Isolation.MICROVM,
                BackendAnnounced.standardTiers(),
                EnumSet.allOf(Language.class),
                Set.of(),
                Duration.ofHours(1),
                Duration.ZERO);
    }

    @Override
    public synchronized Sandbox create(SandboxRequest request) throws SandboxException {
        requests.add(request);
        SandboxException failure = failures.poll();
        if (failure != null) {
            throw failure;
        }
        String id = "sandbox-" + ++count;
        running.put(id, new RunningSandbox(id, request.labels(), now, false));
        return new MemorySandbox(id);
    }

    /** One that is there without anybody here having asked for it. */
    public String leftBehind(SandboxLabels labels, Instant startedAt) {
        String id = "left-" + ++count;
        running.put(id, new RunningSandbox(id, labels, startedAt, false));
        return id;
    }

    @Override
    public List<RunningSandbox> list() {
        return List.copyOf(running.values());
    }

    @Override
    public Sandbox attach(String id, SandboxRequest request) throws SandboxException {
        if (!running.containsKey(id)) {
            throw new SandboxException(SandboxException.Kind.GONE, "gone");
        }
        return new MemorySandbox(id);
    }

    @Override
    public void remove(String id) {
        running.remove(id);
    }

    @Override
    public boolean poolable() {
        return true;
    }

    private final class MemorySandbox implements Sandbox {

        private final String id;
        private final Map<String, byte[]> files = new ConcurrentHashMap<>();
        private final Set<String> changed = ConcurrentHashMap.newKeySet();

        MemorySandbox(String id) {
            this.id = id;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public String workFolder() {
            return "/work";
        }

        @Override
        public SandboxProcess start(Command command, OutputListener output) throws SandboxException {
            if (!running.containsKey(id)) {
                throw new SandboxException(SandboxException.Kind.GONE, "The sandbox is gone.");
            }
            String last = command.words().getLast();
            byte[] text = answer(command, last).getBytes(StandardCharsets.UTF_8);
            output.output(Stream.STDOUT, text, 0, text.length);
            return new MemoryProcess(last.equals("sleep"), last.equals("fail") ? 3 : 0);
        }

        /** What looks for changed files gets them. */
        private String answer(Command command, String script) {
            if (script.startsWith("rm -rf /tmp/.signalbox-task")) {
                changed.clear();
                return "";
            }
            if (script.contains("-newer /tmp/.signalbox-task")) {
                return changed.stream()
                        .map(path -> Objects.requireNonNull(files.get(path)).length + " " + path + "\0")
                        .collect(Collectors.joining());
            }
            return String.join(" ", command.words()) + " " + command.environment();
        }

        @Override
        public Optional<LimitHit> limitHit() {
            return Optional.ofNullable(limit);
        }

        @Override
        public boolean endProcesses() {
            return endsProcesses;
        }

        @Override
        public boolean pause() {
            paused.add(id);
            return canPause;
        }

        @Override
        public void resume() {
            resumed.add(id);
        }

        @Override
        public void write(Map<String, byte[]> more) {
            files.putAll(more);
            changed.addAll(more.keySet());
        }

        @Override
        public byte[] read(String path, int atMost) throws SandboxException {
            byte[] content = files.get(path);
            if (content == null) {
                throw new SandboxException(SandboxException.Kind.NOT_FOUND, path);
            }
            return content;
        }

        @Override
        public List<Entry> list(String path, int depth) {
            return files.entrySet().stream()
                    .map(file -> new Entry(file.getKey(), false, file.getValue().length))
                    .toList();
        }

        @Override
        public void extend(Duration fromNow) throws SandboxException {
            if (!running.containsKey(id)) {
                throw new SandboxException(SandboxException.Kind.GONE, "The sandbox is gone.");
            }
            extended.add(id);
        }

        @Override
        public Optional<Resources> allocated() {
            return Optional.ofNullable(allocated);
        }

        @Override
        public Measurement measure() {
            return new Measurement(1.5, 1024, memoryBytes);
        }

        @Override
        public List<ProducedFile> collect(Map<String, byte[]> placed) {
            return files.entrySet().stream()
                    .filter(file -> !placed.containsKey(file.getKey()))
                    .map(file -> new ProducedFile(
                            file.getKey(),
                            file.getValue().length,
                            Base64.getEncoder().encodeToString(file.getValue())))
                    .toList();
        }

        @Override
        public void close() {
            if (removes) {
                running.remove(id);
            }
        }
    }

    private static final class MemoryProcess implements SandboxProcess {

        private final CountDownLatch end;
        private volatile int exitCode;

        MemoryProcess(boolean sleeps, int exitCode) {
            this.end = new CountDownLatch(sleeps ? 1 : 0);
            this.exitCode = exitCode;
        }

        @Override
        public boolean awaitEnd(Duration atMost) throws InterruptedException {
            return end.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
        }

        @Override
        public int exitCode() {
            return exitCode;
        }

        @Override
        public void kill() {
            if (end.getCount() > 0) {
                exitCode = 137;
                end.countDown();
            }
        }
    }
}
