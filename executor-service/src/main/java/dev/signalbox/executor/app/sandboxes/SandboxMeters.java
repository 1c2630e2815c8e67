package dev.signalbox.executor.app.sandboxes;

import dev.signalbox.contracts.Money;
import java.time.Duration;

/** Counts sandboxes. */
public interface SandboxMeters {

    /** Measures nothing. */
    SandboxMeters NONE = new SandboxMeters() {
        @Override
        public void running(int sandboxes) {}

        @Override
        public void pooled(int sandboxes) {}

        @Override
        public void orphan(Duration leaked) {}

        @Override
        public void taken(boolean warm) {}

        @Override
        public void idled(Money cost) {}

        @Override
        public void reconcileFailed() {}

        @Override
        public void held(int sandboxes, long memoryBytes) {}

        @Override
        public void holdReplaced() {}
    };

    /** How many the provider says it has. */
    void running(int sandboxes);

    /** How many wait in this worker's pool. */
    void pooled(int sandboxes);

    /**
     * An orphan was removed.
     *
     * @param leaked how long nobody answered for it
     */
    void orphan(Duration leaked);

    /**
     * An attempt got its sandbox.
     *
     * @param warm from the pool
     */
    void taken(boolean warm);

    /** The pool has cost this much more. */
    void idled(Money cost);

    /** The provider did not say what it has. */
    void reconcileFailed();

    /**
     * What this worker holds for sessions.
     *
     * @param memoryBytes in use, or allotted where that is not measured
     */
    void held(int sandboxes, long memoryBytes);

    /** A held sandbox was lost, worn out or of another session, and is made again. */
    void holdReplaced();
}
