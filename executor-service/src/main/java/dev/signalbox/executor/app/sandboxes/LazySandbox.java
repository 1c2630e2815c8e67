package dev.signalbox.executor.app.sandboxes;

import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.LimitHit;
import dev.signalbox.sandbox.Measurement;
import dev.signalbox.sandbox.OutputListener;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxProcess;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A sandbox that is made when it is first used, with the task's files in it and its variables in every process: an agent
 * that only talks pays for none.
 */
public final class LazySandbox implements Sandbox {

    private final Opener opener;
    private final Map<String, byte[]> files;
    private final Map<String, String> environment;
    private @Nullable HeldSandbox held;
    private @Nullable Duration startUp;
    private Duration charged = Duration.ZERO;
    private boolean closed;

    /** Makes the sandbox. */
    @FunctionalInterface
    public interface Opener {
        HeldSandbox open() throws SandboxException, InterruptedException;
    }

    /**
     * A sandbox that does not exist yet.
     *
     * @param files what lies in it from the beginning
     * @param environment variables of all processes
     */
    public LazySandbox(Opener opener, Map<String, byte[]> files, Map<String, String> environment) {
        this.opener = opener;
        this.files = Map.copyOf(files);
        this.environment = Map.copyOf(environment);
    }

    private synchronized Sandbox made() throws SandboxException, InterruptedException {
        if (held == null) {
            if (closed) {
                throw new SandboxException(SandboxException.Kind.GONE, "The sandbox was closed.");
            }
            long begun = System.nanoTime();
            HeldSandbox opened = opener.open();
            held = opened;
            if (!files.isEmpty()) {
                opened.sandbox().write(files);
            }
            startUp = Duration.ofNanos(System.nanoTime() - begun);
        }
        return held.sandbox();
    }

    private synchronized Optional<HeldSandbox> held() {
        return Optional.ofNullable(held);
    }

    /** Whether it was ever needed. */
    public boolean exists() {
        return held().isPresent();
    }

    /** How long it took to make; nothing while it was not needed. */
    public synchronized Duration startUp() {
        return startUp == null ? Duration.ZERO : startUp;
    }

    /** How long it has been held; nothing while it was not needed. */
    public synchronized Duration charged() {
        return held == null || closed ? charged : held.held();
    }

    @Override
    public String id() {
        return held().map(one -> one.sandbox().id()).orElse("");
    }

    @Override
    public String workFolder() {
        return held().map(one -> one.sandbox().workFolder()).orElse(".");
    }

    @Override
    public SandboxProcess start(Command command, OutputListener output) throws SandboxException, InterruptedException {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(command.environment());
        return made().start(new Command(command.words(), all, command.folder(), command.stdin()), output);
    }

    @Override
    public void write(Map<String, byte[]> more) throws SandboxException, InterruptedException {
        made().write(more);
    }

    @Override
    public byte[] read(String path, int atMost) throws SandboxException, InterruptedException {
        return made().read(path, atMost);
    }

    @Override
    public List<Entry> list(String path, int depth) throws SandboxException, InterruptedException {
        return made().list(path, depth);
    }

    @Override
    public void extend(Duration fromNow) throws SandboxException, InterruptedException {
        made().extend(fromNow);
    }

    @Override
    public Optional<Resources> allocated() {
        return held().flatMap(one -> one.sandbox().allocated());
    }

    @Override
    public Measurement measure() {
        return held().map(one -> one.sandbox().measure()).orElse(Measurement.UNKNOWN);
    }

    @Override
    public Optional<LimitHit> limitHit() {
        return held().flatMap(one -> one.sandbox().limitHit());
    }

    @Override
    public Optional<LimitHit> limitBehind(int exitCode, String lastErrors) {
        return held().flatMap(one -> one.sandbox().limitBehind(exitCode, lastErrors));
    }

    @Override
    public List<ProducedFile> collect(Map<String, byte[]> placed) throws SandboxException, InterruptedException {
        return exists() ? made().collect(placed) : List.of();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            charged = charged();
            closed = true;
            if (held != null) {
                held.close();
            }
        }
    }
}
