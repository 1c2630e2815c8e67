package dev.signalbox.executor.app;

import dev.signalbox.contracts.execution.OutputAppended.Stream;
import dev.signalbox.executor.domain.Ruling;
import dev.signalbox.sandbox.Command;
import dev.signalbox.sandbox.LimitHit;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxProcess;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Watches a process from its start to its end: its output, its time, its limits, and whether it shall stop. */
final class Supervision {

    private static final Duration TICK = Duration.ofMillis(50);
    private static final Duration DYING = Duration.ofSeconds(10);

    private final Sandbox sandbox;
    private final AttemptOutput output;
    private final StopSignal stop;

    /**
     * How it ended.
     *
     * @param exitCode absent when it never ran
     */
    record End(Ruling ruling, @Nullable Integer exitCode, Duration run) {}

    Supervision(Sandbox sandbox, AttemptOutput output, StopSignal stop) {
        this.sandbox = sandbox;
        this.output = output;
        this.stop = stop;
    }

    End run(Command command, Duration timeout) throws SandboxException, InterruptedException {
        Optional<StopSignal.Stop> before = stop.fired();
        if (before.isPresent()) {
            return new End(Ruling.cancelled(before.get().reason()), null, Duration.ZERO);
        }
        SandboxProcess process = sandbox.start(command, output::append);
        long begun = System.nanoTime();
        stop.whenFired(() -> Thread.ofVirtual().start(process::kill));
        try {
            Ruling stopped = null;
            while (!process.awaitEnd(stopped == null ? TICK : DYING)) {
                output.flush();
                if (stopped != null) {
                    throw new SandboxException(
                            SandboxException.Kind.UNAVAILABLE, "A program could not be stopped within " + DYING + ".");
                }
                stopped = mustEnd(Duration.ofNanos(System.nanoTime() - begun), timeout);
                if (stopped != null) {
                    process.kill();
                }
            }
            Duration run = Duration.ofNanos(System.nanoTime() - begun);
            return new End(stopped != null ? stopped : after(process.exitCode()), process.exitCode(), run);
        } finally {
            process.kill();
        }
    }

    private @Nullable Ruling mustEnd(Duration run, Duration timeout) {
        Optional<StopSignal.Stop> fired = stop.fired();
        if (fired.isPresent()) {
            return Ruling.cancelled(fired.get().reason());
        }
        Optional<LimitHit> limit = sandbox.limitHit();
        if (limit.isPresent()) {
            return Ruling.limit(limit.get());
        }
        return run.compareTo(timeout) >= 0 ? Ruling.timedOut(timeout) : null;
    }

    /** Of a process that ended by itself, or because what was fired killed it first. */
    private Ruling after(int exitCode) {
        if (exitCode == 0) {
            return sandbox.limitHit().map(Ruling::limit).orElseGet(() -> Ruling.exit(0));
        }
        Optional<StopSignal.Stop> fired = stop.fired();
        if (fired.isPresent()) {
            return Ruling.cancelled(fired.get().reason());
        }
        return sandbox.limitBehind(exitCode, output.text(Stream.STDERR).text())
                .map(Ruling::limit)
                .orElseGet(() -> Ruling.exit(exitCode));
    }
}
