package dev.signalbox.executor.adapter.e2b;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.LimitHit;
import dev.signalbox.sandbox.Measurement;
import dev.signalbox.sandbox.OutputListener;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxException.Kind;
import dev.signalbox.sandbox.SandboxProcess;
import dev.signalbox.sandbox.SandboxRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** A microVM with its daemon. */
final class E2bSandbox implements Sandbox {

    private static final int UPLOADS_AT_ONCE = 8;

    private static final Duration LONGEST_LOOK = Duration.ofSeconds(5);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(20);

    private final E2bSettings settings;
    private final Api api;
    private final Envd envd;
    private final SandboxRequest request;
    private final Resources size;
    private final String workFolder;
    private final long oomKillsBefore;
    private final Usage usage;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean paused;
    private volatile long endsAt;

    private E2bSandbox(
            E2bSettings settings,
            Api api,
            Envd envd,
            SandboxRequest request,
            Resources size,
            String workFolder,
            long oomKillsBefore) {
        this.size = size;
        this.oomKillsBefore = oomKillsBefore;
        this.settings = settings;
        this.api = api;
        this.envd = envd;
        this.request = request;
        this.workFolder = workFolder;
        this.usage = new Usage(envd);
        this.endsAt = System.nanoTime() + request.lifetime().toNanos();
    }

    /** Makes the working folder in a sandbox that runs, which also shows that processes can be started. */
    static E2bSandbox open(
            E2bSettings settings, Api api, Calls calls, JsonNode made, SandboxRequest request, Resources size)
            throws SandboxException, InterruptedException {
        Envd envd = new Envd(settings, calls, made);
        Envd.Outcome outcome = envd.script(Scripts.OPEN, List.of(settings.workFolder()));
        String[] lines = new String(outcome.output(), StandardCharsets.UTF_8).split("\n");
        if (outcome.exitCode() != 0) {
            throw new SandboxException(
                    Kind.REFUSED, "The working folder " + settings.workFolder() + " could not be made in the sandbox.");
        }
        return new E2bSandbox(settings, api, envd, request, size, lines[0], oomKills(lines));
    }

    /** From the last line; a kernel that does not count has none. */
    private static long oomKills(String[] lines) {
        String last = lines[lines.length - 1];
        return last.startsWith("oom_kill ")
                ? Long.parseLong(last.substring("oom_kill ".length()).strip())
                : 0;
    }

    @Override
    public Optional<Resources> allocated() {
        return Optional.of(size);
    }

    @Override
    public String id() {
        return envd.id();
    }

    @Override
    public String workFolder() {
        return workFolder;
    }

    @Override
    public SandboxProcess start(Command command, OutputListener output) throws SandboxException, InterruptedException {
        // Given to each process and not to the sandbox: the control plane need not know secrets, and a sandbox from a
        // pool
        // or of a dead worker was made without them.
        Map<String, String> environment = new LinkedHashMap<>(request.environment());
        environment.putAll(command.environment());
        Command complete = new Command(command.words(), environment, command.folder(), command.stdin());
        return E2bProcess.start(envd, path(command.folder()), complete, output, settings.patience(), () -> paused);
    }

    private String path(String relative) throws SandboxException {
        String path = java.nio.file.Path.of(workFolder, relative).normalize().toString();
        if (!path.equals(workFolder) && !path.startsWith(workFolder + "/")) {
            throw new SandboxException(Kind.REFUSED, "The path leads out of the working folder.");
        }
        return path;
    }

    @Override
    public void write(Map<String, byte[]> files) throws SandboxException, InterruptedException {
        Semaphore atOnce = new Semaphore(UPLOADS_AT_ONCE);
        List<CompletableFuture<Void>> uploads = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                String target = path(file.getKey());
                atOnce.acquire();
                uploads.add(CompletableFuture.runAsync(() -> upload(target, file.getValue(), atOnce), threads));
            }
            for (CompletableFuture<Void> upload : uploads) {
                upload.get();
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SandboxException failure) {
                throw failure;
            }
            throw new SandboxException(Kind.UNAVAILABLE, "Files could not be written", e);
        }
        makeExecutable(files);
    }

    /** What names its interpreter is a program; uploads have no permissions. */
    private void makeExecutable(Map<String, byte[]> files) throws SandboxException, InterruptedException {
        List<String> programs = new ArrayList<>();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            byte[] content = file.getValue();
            if (content.length > 2 && content[0] == '#' && content[1] == '!') {
                programs.add(path(file.getKey()));
            }
        }
        if (!programs.isEmpty()) {
            envd.script(Scripts.EXECUTABLE, programs);
        }
    }

    private void upload(String path, byte[] content, Semaphore atOnce) {
        try {
            envd.upload(path, content);
        } catch (SandboxException e) {
            throw new CompletionException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        } finally {
            atOnce.release();
        }
    }

    @Override
    public byte[] read(String path, int atMost) throws SandboxException, InterruptedException {
        String absolute = path(path);
        JsonNode entry = envd.call("filesystem.Filesystem/Stat", Map.of("path", absolute))
                .path("entry");
        // Of a pipe the daemon would read for ever.
        if (!entry.path("type").asText().equals("FILE_TYPE_FILE") && !entry.has("symlinkTarget")) {
            throw new SandboxException(Kind.NOT_FOUND, "It is no file.");
        }
        return envd.download(absolute, atMost);
    }

    @Override
    public List<Entry> list(String path, int depth) throws SandboxException, InterruptedException {
        JsonNode answer;
        try {
            answer =
                    envd.call("filesystem.Filesystem/ListDir", Map.of("path", path(path), "depth", Math.max(1, depth)));
        } catch (SandboxException e) {
            throw e.kind() == Kind.REFUSED ? new SandboxException(Kind.NOT_FOUND, "It is no folder.", e) : e;
        }
        List<Entry> entries = new ArrayList<>();
        answer.path("entries").forEach(entry -> {
            boolean folder = entry.path("type").asText().equals("FILE_TYPE_DIRECTORY");
            String absolute = entry.path("path").asText();
            if (absolute.startsWith(workFolder + "/")) {
                entries.add(new Entry(
                        absolute.substring(workFolder.length() + 1),
                        folder,
                        folder ? 0 : entry.path("size").asLong()));
            }
        });
        entries.sort(Comparator.comparing(Entry::path));
        return entries;
    }

    /** The service is asked when half of the time is used up, so a forgotten sandbox costs at most {@code fromNow}. */
    @Override
    public void extend(Duration fromNow) throws SandboxException, InterruptedException {
        long now = System.nanoTime();
        if (endsAt - now > fromNow.toNanos() / 2) {
            return;
        }
        api.timeout(envd.id(), fromNow);
        endsAt = now + fromNow.toNanos();
    }

    @Override
    public Measurement measure() {
        return closed.get() ? Measurement.UNKNOWN : usage.measurement();
    }

    @Override
    public Optional<LimitHit> limitBehind(int exitCode, String lastErrors) {
        if (exitCode == 0 || oomKills() <= oomKillsBefore) {
            return Optional.empty();
        }
        String size = request.resources().memoryMib() + " MiB";
        return Optional.of(new LimitHit(
                "memory", size, "It used more memory than the " + size + " of its tier: the sandbox ended a process."));
    }

    private long oomKills() {
        AtomicLong now = new AtomicLong();
        Background.run(() -> {
                    String text =
                            new String(envd.script(Scripts.OOM_KILLS, List.of()).output(), StandardCharsets.UTF_8);
                    now.set(oomKills(text.split("\n")));
                })
                .await(LONGEST_LOOK);
        return now.get();
    }

    @Override
    public List<ProducedFile> collect(Map<String, byte[]> placed) throws SandboxException, InterruptedException {
        envd.script(Scripts.KILLER, List.of(""));
        return new Collector(envd, workFolder).collect(placed);
    }

    @Override
    public boolean endProcesses() throws SandboxException, InterruptedException {
        return envd.script(Scripts.KILLER, List.of("")).exitCode() == 0;
    }

    @Override
    public boolean pause() throws SandboxException, InterruptedException {
        paused = true;
        boolean done = false;
        try {
            api.pause(envd.id());
            done = true;
        } finally {
            paused = done;
        }
        return true;
    }

    @Override
    public void resume() throws SandboxException, InterruptedException {
        api.connect(envd.id(), request.lifetime());
        endsAt = System.nanoTime() + request.lifetime().toNanos();
        paused = false;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            Background.run(() -> api.delete(envd.id())).await(LONGEST_CLOSE);
        }
    }
}
