package dev.signalbox.executor.app.sandboxes;

import dev.signalbox.sandbox.Sandbox;
import java.time.Duration;

/** A sandbox that an attempt has. Closing it removes the sandbox and says so. */
public final class HeldSandbox implements AutoCloseable {

    private final Sandbox sandbox;
    private final long since;
    private final Runnable removed;
    private boolean closed;

    /**
     * A sandbox of an attempt.
     *
     * @param since when it began to cost, by {@link System#nanoTime}
     * @param removed told when it is closed
     */
    public HeldSandbox(Sandbox sandbox, long since, Runnable removed) {
        this.sandbox = sandbox;
        this.since = since;
        this.removed = removed;
    }

    public Sandbox sandbox() {
        return sandbox;
    }

    /** How long it has been held: what it costs. */
    public Duration held() {
        return Duration.ofNanos(System.nanoTime() - since);
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            sandbox.close();
            removed.run();
        }
    }
}
