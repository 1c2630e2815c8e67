package dev.signalbox.sandbox;

import java.time.Duration;

/** A process in a sandbox. */
public interface SandboxProcess {

    /**
     * Waits until it has ended and all of its output was handed over.
     *
     * @return whether it has
     * @throws SandboxException when the sandbox is gone with it
     */
    boolean awaitEnd(Duration atMost) throws SandboxException, InterruptedException;

    /**
     * Its exit code; 128 + n when signal n ended it.
     *
     * @throws IllegalStateException while it runs
     */
    int exitCode();

    /** Ends it and all that it started, at once. One that has ended is no error. Never throws. */
    void kill();
}
