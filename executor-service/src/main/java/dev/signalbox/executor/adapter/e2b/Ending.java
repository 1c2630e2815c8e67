package dev.signalbox.executor.adapter.e2b;

import dev.signalbox.sandbox.SandboxException;
import org.jspecify.annotations.Nullable;

/** How a process ended; what is said first counts. */
final class Ending {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private @Nullable Integer exitCode;
    private @Nullable SandboxException failure;

    synchronized boolean open() {
        return exitCode == null && failure == null;
    }

    synchronized void finish(int code) {
        if (open()) {
            exitCode = code;
            notifyAll();
        }
    }

    /** Its sandbox is lost, or cannot be asked any more. */
    synchronized void fail(SandboxException e) {
        if (open()) {
            failure = e;
            notifyAll();
        }
    }

    /** Waits for the end once; whether it has come. */
    synchronized boolean await(long nanos) throws SandboxException, InterruptedException {
        if (open() && nanos > 0) {
            wait(Math.max(1, nanos / NANOS_PER_MILLI));
        }
        if (failure != null) {
            throw new SandboxException(failure.kind(), String.valueOf(failure.getMessage()), failure);
        }
        return exitCode != null;
    }

    synchronized int exitCode() {
        if (exitCode == null) {
            throw new IllegalStateException("it runs");
        }
        return exitCode;
    }
}
