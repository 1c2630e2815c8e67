package dev.signalbox.executor.adapter.kafka;

import dev.signalbox.contracts.execution.ProducedFile;
import dev.signalbox.sandbox.Command;
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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Ends the whole JVM, as a kill -9 would, at the step that the task's identifier begins with, when the attempt is
 * delivered for the first time.
 */
final class DyingProvider implements SandboxProvider {

    private static final Duration INTO_IT = Duration.ofMillis(150);

    /** Where an executor can die. */
    enum Step {
        BEFORE_CREATE,
        DURING_CREATE,
        AFTER_CREATE,
        AFTER_WRITE,
        AFTER_START,
        DURING_RUN,
        BEFORE_COLLECT,
        AFTER_COLLECT,
        BEFORE_CLOSE,
        DURING_CLOSE,
        AFTER_CLOSE;

        String prefix() {
            return name().toLowerCase(java.util.Locale.ROOT) + "-";
        }
    }

    private final SandboxProvider real;

    DyingProvider(SandboxProvider real) {
        this.real = real;
    }

    private static void at(Step step, SandboxLabels labels) {
        SandboxLabels.Owner owner = labels.owner();
        if (owner != null && owner.epoch() == 1 && owner.taskId().value().startsWith(step.prefix())) {
            Runtime.getRuntime().halt(137);
        }
    }

    private static void soon(Step step, SandboxLabels labels) {
        Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(INTO_IT);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            at(step, labels);
        });
    }

    @Override
    public String name() {
        return real.name();
    }

    @Override
    public Offer offer() {
        return real.offer();
    }

    @Override
    public Sandbox create(SandboxRequest request) throws SandboxException, InterruptedException {
        at(Step.BEFORE_CREATE, request.labels());
        soon(Step.DURING_CREATE, request.labels());
        Sandbox sandbox = real.create(request);
        at(Step.AFTER_CREATE, request.labels());
        return new DyingSandbox(sandbox, request.labels());
    }

    @Override
    public List<RunningSandbox> list() throws SandboxException, InterruptedException {
        return real.list();
    }

    @Override
    public Sandbox attach(String id, SandboxRequest request) throws SandboxException, InterruptedException {
        return real.attach(id, request);
    }

    @Override
    public void remove(String id) throws SandboxException, InterruptedException {
        real.remove(id);
    }

    @Override
    public void close() {
        real.close();
    }

    private record DyingSandbox(Sandbox real, SandboxLabels labels) implements Sandbox {

        @Override
        public String id() {
            return real.id();
        }

        @Override
        public String workFolder() {
            return real.workFolder();
        }

        @Override
        public SandboxProcess start(Command command, OutputListener output)
                throws SandboxException, InterruptedException {
            SandboxProcess process = real.start(command, output);
            at(Step.AFTER_START, labels);
            soon(Step.DURING_RUN, labels);
            return process;
        }

        @Override
        public void write(Map<String, byte[]> files) throws SandboxException, InterruptedException {
            real.write(files);
            at(Step.AFTER_WRITE, labels);
        }

        @Override
        public byte[] read(String path, int atMost) throws SandboxException, InterruptedException {
            return real.read(path, atMost);
        }

        @Override
        public List<Entry> list(String path, int depth) throws SandboxException, InterruptedException {
            return real.list(path, depth);
        }

        @Override
        public void extend(Duration fromNow) throws SandboxException, InterruptedException {
            real.extend(fromNow);
        }

        @Override
        public Measurement measure() {
            return real.measure();
        }

        @Override
        public Optional<LimitHit> limitHit() {
            return real.limitHit();
        }

        @Override
        public Optional<LimitHit> limitBehind(int exitCode, String lastErrors) {
            return real.limitBehind(exitCode, lastErrors);
        }

        @Override
        public List<ProducedFile> collect(Map<String, byte[]> placed) throws SandboxException, InterruptedException {
            at(Step.BEFORE_COLLECT, labels);
            List<ProducedFile> files = real.collect(placed);
            at(Step.AFTER_COLLECT, labels);
            return files;
        }

        @Override
        public void close() {
            at(Step.BEFORE_CLOSE, labels);
            soon(Step.DURING_CLOSE, labels);
            real.close();
            at(Step.AFTER_CLOSE, labels);
        }
    }
}
