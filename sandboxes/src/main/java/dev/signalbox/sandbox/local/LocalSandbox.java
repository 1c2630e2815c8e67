package dev.signalbox.sandbox.local;

import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.LimitHit;
import dev.signalbox.sandbox.Measurement;
import dev.signalbox.sandbox.OutputListener;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxException.Kind;
import dev.signalbox.sandbox.SandboxProcess;
import dev.signalbox.sandbox.SandboxRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A sandbox on this machine: the tree of processes below one bubblewrap, its folder and its control group. */
final class LocalSandbox implements Sandbox {

    private static final double NANOS_PER_SECOND = 1e9;

    private final String id;
    private final SandboxRequest request;
    private final Instant startedAt = Instant.now();
    private final Launcher launcher;
    private final WorkFolder folder;
    private final Cgroup group;
    private final Supervisor supervisor;
    private final @Nullable Process connection;
    private final Map<String, String> late;
    private final NamedPipes pipes;
    private final Path opened;
    private final ProducedFiles files;
    private final LocalLimits limits;
    private final LocalFiles access;
    private final ConcurrentLinkedQueue<LocalProcess> processes = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile CgroupReading lastReading = CgroupReading.NOTHING;
    private volatile Runnable whenClosed = () -> {};
    private final Set<Long> own;
    private @Nullable List<ProducedFile> collected;

    LocalSandbox(
            String id,
            SandboxRequest request,
            Workshop workshop,
            WorkFolder folder,
            Cgroup group,
            Supervisor supervisor,
            @Nullable Process connection,
            Map<String, String> late)
            throws IOException {
        this.id = id;
        this.request = request;
        this.launcher = workshop.launcher();
        this.folder = folder;
        this.group = group;
        this.supervisor = supervisor;
        this.connection = connection;
        this.late = late;
        this.pipes = workshop.pipes();
        this.limits = new LocalLimits(request.resources(), launcher.isolation().atLeast(Isolation.NAMESPACES));
        this.access = new LocalFiles(folder, supervisor, launcher, this::startQuietly);
        this.opened = launcher.opened(folder);
        this.files = ProducedFiles.open(opened);
        this.own = Set.copyOf(candidates());
    }

    @Override
    public String id() {
        return id;
    }

    SandboxRequest request() {
        return request;
    }

    Instant startedAt() {
        return startedAt;
    }

    long pid() {
        return supervisor.pid();
    }

    WorkFolder folder() {
        return folder;
    }

    boolean isAlive() {
        return !closed.get() && !supervisor.isDead();
    }

    void whenClosed(Runnable action) {
        whenClosed = action;
    }

    @Override
    public String workFolder() {
        return launcher.work(folder);
    }

    @Override
    public SandboxProcess start(Command command, OutputListener output) throws SandboxException, InterruptedException {
        return start(command, output, late);
    }

    /** A process of the executor's own, which sees nothing that the task says how programs are loaded. */
    private LocalProcess startQuietly(Command command, OutputListener output)
            throws SandboxException, InterruptedException {
        return start(command, output, Map.of());
    }

    private LocalProcess start(Command command, OutputListener output, Map<String, String> late)
            throws SandboxException, InterruptedException {
        LocalStart.check(command);
        Operation operation = supervisor.prepare();
        try {
            String mark = mark(operation);
            folder.writeScript(operation.number(), Shell.process(command, mark, late));
            LocalProcess process = LocalStart.start(
                    operation,
                    supervisor,
                    pipes,
                    folder.control(),
                    command.stdin(),
                    output,
                    id + "-" + operation.number(),
                    () -> kill(operation));
            processes.removeIf(LocalProcess::isRead);
            processes.add(process);
            return process;
        } catch (IOException e) {
            throw failure("The process could not be started", e);
        } finally {
            folder.forget(operation.number());
        }
    }

    private SandboxException failure(String what, IOException cause) {
        return isAlive() ? new SandboxException(Kind.UNAVAILABLE, what + ": " + cause, cause) : Supervisor.gone();
    }

    private String mark(Operation operation) {
        return supervisor.pid() + "." + operation.number();
    }

    private void kill(Operation operation) {
        long inner = operation.began().isDone() && !operation.began().isCompletedExceptionally()
                ? operation.began().join()
                : 0;
        if (!ProcessTree.kill(this::candidates, mark(operation), inner)) {
            // It multiplies faster than it can be killed; the end of the sandbox is the end of it.
            supervisor.kill();
        }
    }

    private Collection<Long> candidates() {
        Collection<Long> grouped = group.processes();
        if (!grouped.isEmpty()) {
            return grouped;
        }
        var all = limits.filesInMemory()
                ? ProcessHandle.of(supervisor.pid()).stream().flatMap(ProcessHandle::descendants)
                : ProcessHandle.allProcesses();
        return all.map(ProcessHandle::pid).toList();
    }

    @Override
    public void write(Map<String, byte[]> contents) throws SandboxException, InterruptedException {
        access.write(contents);
    }

    @Override
    public byte[] read(String path, int atMost) throws SandboxException, InterruptedException {
        return access.read(path, atMost);
    }

    @Override
    public List<Entry> list(String path, int depth) throws SandboxException, InterruptedException {
        return access.list(path, depth);
    }

    @Override
    public void extend(Duration fromNow) throws SandboxException {
        if (!isAlive()) {
            throw Supervisor.gone();
        }
    }

    private CgroupReading reading() {
        if (!closed.get()) {
            lastReading = group.read();
        }
        return lastReading;
    }

    @Override
    public Measurement measure() {
        CgroupReading reading = reading();
        long now =
                reading.memoryBytes() > 0 || closed.get() ? reading.memoryBytes() : ProcessTree.memory(descendants());
        return new Measurement(reading.cpuNanos() / NANOS_PER_SECOND, reading.peakMemoryBytes(), now);
    }

    private Collection<Long> descendants() {
        return ProcessHandle.of(supervisor.pid()).stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid)
                .toList();
    }

    /** What was there before the first program is its own; where programs can hide from their tree, nothing is sure. */
    @Override
    public boolean endProcesses() throws SandboxException {
        if (!isAlive()) {
            throw Supervisor.gone();
        }
        return limits.filesInMemory() && ProcessTree.killOthers(this::candidates, own);
    }

    @Override
    public Optional<LimitHit> limitHit() {
        return limits.hit(reading());
    }

    @Override
    public Optional<LimitHit> limitBehind(int exitCode, String lastErrors) {
        double total = opened.toFile().getTotalSpace();
        double fullness = total > 0 ? 1 - opened.toFile().getUsableSpace() / total : 0;
        return limits.behind(reading(), exitCode, fullness, lastErrors);
    }

    @Override
    public synchronized List<ProducedFile> collect(Map<String, byte[]> placed) throws SandboxException {
        if (closed.get()) {
            throw Supervisor.gone();
        }
        List<ProducedFile> before = collected;
        if (before != null) {
            return before;
        }
        end();
        try {
            List<ProducedFile> found = files.collect(placed);
            collected = found;
            return found;
        } catch (IOException e) {
            throw new SandboxException(Kind.UNAVAILABLE, "The files could not be read: " + e, e);
        }
    }

    private void end() {
        supervisor.kill();
        if (connection != null) {
            connection.destroyForcibly();
        }
        supervisor.awaitDeath();
        processes.forEach(LocalProcess::abandon);
    }

    @Override
    public synchronized void close() {
        if (closed.get()) {
            return;
        }
        reading();
        closed.set(true);
        end();
        try {
            files.close();
        } finally {
            group.close();
            folder.close();
            whenClosed.run();
        }
    }
}
