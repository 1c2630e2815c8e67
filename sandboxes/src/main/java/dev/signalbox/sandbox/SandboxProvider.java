package dev.signalbox.sandbox;

import java.util.List;

/**
 * A backend: a place that makes sandboxes. This is all that a new one has to bring, and {@code SandboxContract} (in the
 * tests of this module) is what it must keep. Slots, leases, stops, limits on output, agents, costs, warm pools and the
 * search for orphans are around it. Thread-safe.
 */
public interface SandboxProvider extends AutoCloseable {

    /** The name in {@code SIGNALBOX_BACKEND} and in the topic {@code executions-<name>}. */
    String name();

    /** What it can do now. Asked at every announcement: keep it cheap. */
    Offer offer();

    /**
     * Makes a sandbox and returns when processes can be started in it. What fails on the way is removed again; where that
     * is not possible either, the labels let it be found by {@link #list}.
     *
     * @throws SandboxException when it cannot be made; the exception says whether another try may do
     * @throws InterruptedException when the thread is told to end; nothing is left then, or it can be found by {@link
     *     #list}
     */
    Sandbox create(SandboxRequest request) throws SandboxException, InterruptedException;

    /**
     * What this installation really has there, whoever made it, as the provider itself says.
     *
     * @throws SandboxException when the provider does not answer
     */
    List<RunningSandbox> list() throws SandboxException, InterruptedException;

    /**
     * Takes hold of a sandbox that runs already.
     *
     * @param id the provider's name for it
     * @throws SandboxException of kind {@link SandboxException.Kind#GONE} when it runs no more, of kind {@link
     *     SandboxException.Kind#REFUSED} when this backend cannot
     */
    Sandbox attach(String id, SandboxRequest request) throws SandboxException, InterruptedException;

    /**
     * Removes a sandbox with all that is in it. One that is gone already is no error.
     *
     * @param id the provider's name for it
     */
    void remove(String id) throws SandboxException, InterruptedException;

    /** Whether sandboxes may be made before they are needed. */
    default boolean poolable() {
        return false;
    }

    /** Whether a sandbox can outlive the process that made it, so that orphans are possible. */
    default boolean outlivesWorker() {
        return true;
    }

    /** Removes what it left on this machine. Called once, after the last sandbox. */
    @Override
    default void close() {}
}
