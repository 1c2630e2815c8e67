package dev.signalbox.executor.app.holds;

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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A held sandbox as one task sees it. What the task measures is its own; when it is closed, the task's processes are
 * ended, its files stay, and the sandbox goes back to who holds it.
 */
final class BorrowedSandbox implements Sandbox {

    private static final Duration DYING = Duration.ofSeconds(5);

    private final Sandbox real;
    private final Resources size;
    private final double cpuBefore;
    private final Return giveBack;
    private final Queue<SandboxProcess> processes = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean quiet = new AtomicBoolean();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean worn;

    /** Takes it back. */
    @FunctionalInterface
    interface Return {
        /**
         * The task is over.
         *
         * @param reusable whether another task may work in it
         */
        void to(boolean reusable);
    }

    private BorrowedSandbox(Sandbox real, Resources size, Return giveBack) {
        this.real = real;
        this.size = size;
        this.cpuBefore = real.measure().cpuSeconds();
        this.giveBack = giveBack;
    }

    /**
     * Lends it to a task.
     *
     * @throws SandboxException when nothing can be started in it; it is not lent then
     */
    static BorrowedSandbox of(Sandbox real, Resources size, Return giveBack)
            throws SandboxException, InterruptedException {
        ChangedFiles.mark(real);
        return new BorrowedSandbox(real, size, giveBack);
    }

    @Override
    public String id() {
        return real.id();
    }

    @Override
    public String workFolder() {
        return real.workFolder();
    }

    private void requireOpen() throws SandboxException {
        if (closed.get()) {
            throw new SandboxException(Kind.GONE, "the task in this sandbox is over");
        }
    }

    @Override
    public SandboxProcess start(Command command, OutputListener output) throws SandboxException, InterruptedException {
        requireOpen();
        SandboxProcess process = real.start(command, output);
        processes.add(process);
        if (quiet.get()) {
            process.kill();
        }
        return process;
    }

    @Override
    public void write(Map<String, byte[]> files) throws SandboxException, InterruptedException {
        requireOpen();
        real.write(files);
    }

    @Override
    public byte[] read(String path, int atMost) throws SandboxException, InterruptedException {
        requireOpen();
        return real.read(path, atMost);
    }

    @Override
    public List<Entry> list(String path, int depth) throws SandboxException, InterruptedException {
        requireOpen();
        return real.list(path, depth);
    }

    @Override
    public void extend(Duration fromNow) throws SandboxException, InterruptedException {
        requireOpen();
        real.extend(fromNow);
    }

    @Override
    public Optional<Resources> allocated() {
        return Optional.of(size);
    }

    /** Processor time of this task; most memory since the sandbox was made, because it cannot be set back. */
    @Override
    public Measurement measure() {
        Measurement measured = real.measure();
        return new Measurement(
                Math.max(0, measured.cpuSeconds() - cpuBefore), measured.peakMemoryBytes(), measured.memoryBytes());
    }

    @Override
    public Optional<LimitHit> limitHit() {
        return noted(real.limitHit());
    }

    @Override
    public Optional<LimitHit> limitBehind(int exitCode, String lastErrors) {
        return noted(real.limitBehind(exitCode, lastErrors));
    }

    /** The kernel's counts cannot be set back: what hit a limit would seem to hit it for ever. */
    private Optional<LimitHit> noted(Optional<LimitHit> hit) {
        worn |= hit.isPresent();
        return hit;
    }

    @Override
    public List<ProducedFile> collect(Map<String, byte[]> placed) throws SandboxException, InterruptedException {
        requireOpen();
        endAll();
        try {
            return ChangedFiles.list(real, placed);
        } catch (SandboxException | RuntimeException e) {
            worn = true;
            throw e;
        }
    }

    private void endAll() throws InterruptedException {
        if (!quiet.compareAndSet(false, true)) {
            return;
        }
        try {
            for (SandboxProcess process : processes) {
                process.kill();
                worn |= !process.awaitEnd(DYING);
            }
            // What ended may have left something behind.
            worn |= !real.endProcesses() || real.limitHit().isPresent();
        } catch (SandboxException e) {
            worn = true;
        }
    }

    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            if (!closed.get()) {
                endAll();
            }
        } catch (InterruptedException e) {
            interrupted = true;
            worn = true;
        } finally {
            if (closed.compareAndSet(false, true)) {
                giveBack.to(!worn);
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
