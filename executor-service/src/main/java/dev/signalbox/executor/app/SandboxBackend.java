package dev.signalbox.executor.app;

import dev.signalbox.executor.domain.Attempt;
import dev.signalbox.executor.domain.SandboxResult;
import dev.signalbox.sandbox.Offer;

/**
 * A place that executes. This is all that a new backend has to bring; slots, leases, stops, streaming, limits on output,
 * costs and records are around it.
 */
public interface SandboxBackend {

    /** The name in {@code SIGNALBOX_BACKEND} and in the topic {@code executions-<name>}. */
    String name();

    /** What it can do now. Asked at every announcement: keep it cheap. */
    Offer offer();

    /**
     * Runs the attempt and returns when it is over and nothing of it is left: no process, no sandbox, no file. Called
     * on a thread of its own, so it may block.
     *
     * @param attempt what to run; label with it whatever is created
     * @param output takes what the program writes, as it comes; ask it to {@link AttemptOutput#flush} every 50 ms or so
     * @param stop when it fires, end the attempt within a second and return {@code CANCELLED}
     * @throws Exception when the backend failed; reported as such and retried
     */
    SandboxResult run(Attempt attempt, AttemptOutput output, StopSignal stop) throws Exception;

    /** Whether {@code run} returns at once; such a backend is given whole batches by one thread. */
    default boolean instant() {
        return false;
    }

    /** Removes what it left anywhere. Called once when the executor ends, after the last attempt. */
    default void close() {}
}
