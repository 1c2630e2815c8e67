package dev.signalbox.sandbox.local;

import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxProcess;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process in a local sandbox. */
final class LocalProcess implements SandboxProcess {

    /** How long the output of an ended process may be held open by what it left behind, before that is let be. */
    private static final long HELD_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Operation operation;
    private final OutputReader stdout;
    private final OutputReader stderr;
    private final Runnable killed;
    private volatile long endedAt;
    private volatile boolean complete;

    LocalProcess(Operation operation, OutputReader stdout, OutputReader stderr, Runnable killed) {
        this.operation = operation;
        this.stdout = stdout;
        this.stderr = stderr;
        this.killed = killed;
    }

    @Override
    public boolean awaitEnd(Duration atMost) throws SandboxException, InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            operation.ended().get(Math.max(0, atMost.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw Supervisor.gone();
        }
        if (endedAt == 0) {
            endedAt = System.nanoTime();
        }
        while (!complete) {
            long left = deadline - System.nanoTime();
            long turn = Math.min(left, LOOK_AGAIN_NANOS);
            boolean over = stdout.awaitEnd(turn) && stderr.awaitEnd(turn);
            if (over || System.nanoTime() - endedAt > HELD_NANOS && areQuiet()) {
                stdout.detach();
                stderr.detach();
                complete = true;
            } else if (left <= 0) {
                return false;
            }
        }
        return true;
    }

    private boolean areQuiet() throws InterruptedException {
        if (stdout.isQuiet() && stderr.isQuiet()) {
            Thread.sleep(TimeUnit.NANOSECONDS.toMillis(LOOK_AGAIN_NANOS));
            return stdout.isQuiet() && stderr.isQuiet();
        }
        return false;
    }

    @Override
    public int exitCode() {
        if (!complete) {
            throw new IllegalStateException("the process runs");
        }
        return operation.ended().join();
    }

    @Override
    public void kill() {
        if (!operation.ended().isDone()) {
            killed.run();
        }
    }

    /** Ends the reading of its output; everything in the sandbox is dead. */
    void abandon() {
        stdout.end();
        stderr.end();
    }

    boolean isRead() {
        return stdout.isFinished() && stderr.isFinished();
    }
}
