package dev.signalbox.executor.adapter.kubernetes;

import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.LimitHit;
import dev.signalbox.sandbox.Measurement;
import dev.signalbox.sandbox.OutputListener;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxProcess;
import dev.signalbox.sandbox.SandboxRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** A pod that runs. */
final class KubernetesSandbox implements Sandbox {

    private final KubernetesProvider provider;
    private final String name;
    private final String workFolder;
    private final SandboxRequest request;
    private final PodExec exec;
    private final PodFiles files;
    private final PodWatch watch;
    private final PodUsage usage = new PodUsage();
    /** Tells the processes of this object from those of another worker that had the pod before. */
    private final String owner = UUID.randomUUID().toString().substring(0, 8);

    private final AtomicInteger started = new AtomicInteger();
    private volatile long liveUntil;
    private volatile boolean closed;

    KubernetesSandbox(
            KubernetesProvider provider,
            String name,
            String workFolder,
            SandboxRequest request,
            PodExec exec,
            PodWatch watch) {
        this.provider = provider;
        this.name = name;
        this.workFolder = workFolder;
        this.request = request;
        this.exec = exec;
        this.files = new PodFiles(exec);
        this.watch = watch;
        this.liveUntil = System.nanoTime() + request.lifetime().toNanos();
    }

    @Override
    public String id() {
        return name;
    }

    @Override
    public String workFolder() {
        return workFolder;
    }

    @Override
    public SandboxProcess start(Command command, OutputListener output) throws SandboxException, InterruptedException {
        requireOpen();
        String tag = name + "/" + owner + "." + started.incrementAndGet();
        String word = UUID.randomUUID().toString();
        KubernetesProcess process = new KubernetesProcess(exec, tag, word, output, line -> usage.ended(tag, line));
        String stdin = command.stdin();
        process.start(
                Scripts.of(command, request.environment()),
                stdin == null ? new byte[0] : stdin.getBytes(StandardCharsets.UTF_8),
                word);
        return process;
    }

    @Override
    public void write(Map<String, byte[]> contents) throws SandboxException, InterruptedException {
        requireOpen();
        files.write(contents);
    }

    @Override
    public byte[] read(String path, int atMost) throws SandboxException, InterruptedException {
        requireOpen();
        return files.read(path, atMost);
    }

    @Override
    public List<Entry> list(String path, int depth) throws SandboxException, InterruptedException {
        requireOpen();
        return files.list(path, depth);
    }

    /** Asked often; the pod is told when half of what it was given is used up. */
    @Override
    public void extend(Duration fromNow) throws SandboxException, InterruptedException {
        requireOpen();
        long now = System.nanoTime();
        if (liveUntil - now > fromNow.toNanos() / 2) {
            return;
        }
        PodExec.Result result =
                exec.run(SandboxPod.EXTEND, new byte[0], name, Long.toString(Math.max(1, fromNow.toSeconds())));
        if (result.exitCode() == 0) {
            liveUntil = now + fromNow.toNanos();
        }
    }

    @Override
    public Measurement measure() {
        return usage.measurement();
    }

    @Override
    public Optional<LimitHit> limitHit() {
        return watch.heard(name).map(PodState::of).flatMap(KubernetesSandbox::limit);
    }

    @Override
    public Optional<LimitHit> limitBehind(int exitCode, String lastErrors) {
        Optional<LimitHit> told = limitHit();
        if (told.isPresent()) {
            return told;
        }
        if (usage.outOfMemory()) {
            return Optional.of(new LimitHit(
                    "memory",
                    request.resources().memoryMib() + " MiB",
                    "the kernel ended a process because the pod was out of memory"));
        }
        try {
            return exitCode == 0 ? Optional.empty() : limit(exec.state());
        } catch (SandboxException e) {
            return Optional.empty();
        }
    }

    private static Optional<LimitHit> limit(PodState state) {
        return state instanceof PodState.Ended ended ? Optional.ofNullable(ended.limit()) : Optional.empty();
    }

    @Override
    public List<ProducedFile> collect(Map<String, byte[]> placed) throws SandboxException, InterruptedException {
        requireOpen();
        return files.collect(name + "/.*", placed);
    }

    @Override
    public boolean endProcesses() throws SandboxException, InterruptedException {
        requireOpen();
        return exec.run(Scripts.KILL_ALL, new byte[0], name + "/.*").exitCode() == 0;
    }

    private void requireOpen() throws SandboxException {
        if (closed) {
            throw new SandboxException(SandboxException.Kind.GONE, "the sandbox was removed");
        }
    }

    @Override
    public void close() {
        closed = true;
        provider.removeQuietly(name);
    }
}
