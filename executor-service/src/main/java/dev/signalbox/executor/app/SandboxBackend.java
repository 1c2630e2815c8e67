package dev.signalbox.executor.app;

import dev.signalbox.executor.domain.Attempt;
import dev.signalbox.executor.domain.SandboxResult;
import dev.signalbox.sandbox.Offer;
import java.util.Set;

/**
 * What this executor does with an attempt. {@link SandboxAttempts} does it in the sandboxes of any {@code
 * SandboxProvider}, which is what a new backend brings.
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
     * @param progress takes what happens, as it happens; ask its output to {@link AttemptOutput#flush} every 50 ms or so
     * @param stop when it fires, end the attempt within a second and return {@code CANCELLED}
     * @throws Exception when the backend failed; reported as such and retried
     */
    SandboxResult run(Attempt attempt, AttemptProgress progress, StopSignal stop) throws Exception;

    /** Whether {@code run} returns at once; such a backend is given whole batches by one thread. */
    default boolean instant() {
        return false;
    }

    /** Full ids of the models that agents can use here; empty when there are none. */
    default Set<String> models() {
        return Set.of();
    }

    /** Called once, when Kafka is there, before the first attempt. */
    default void begin(WorkerContext context) {}

    /** Removes what it left anywhere. Called once when the executor ends, after the last attempt. */
    default void close() {}
}
