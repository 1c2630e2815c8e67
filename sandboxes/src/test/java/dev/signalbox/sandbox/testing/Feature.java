package dev.signalbox.sandbox.testing;

/** What not every backend can. A backend's test names what it cannot; everything else is tested. */
public enum Feature {
    /** {@code Sandbox.pause} keeps what is in it. */
    PAUSE,
    /** {@code SandboxProvider.attach} takes hold of a sandbox of the same provider. */
    ATTACH,
    /** {@code Sandbox.measure} tells processor time. */
    MEASURES_CPU,
    /** {@code Sandbox.measure} tells the most memory. */
    MEASURES_MEMORY,
    /** The limit on memory is kept, and {@code limitHit} or {@code limitBehind} say so. */
    MEMORY_LIMIT,
    /** Programs reach a network. What exactly they reach, or that they reach none, is for the backend's own tests. */
    NETWORK,
    /** Standard output and standard error arrive apart. */
    SEPARATE_STREAMS,
    /** Output arrives while the process runs. */
    STREAMS_OUTPUT,
    /** A process has standard input. */
    STDIN,
    /** A process ends although one that it left behind holds its output open. */
    ENDS_WITH_HELD_OUTPUT,
    /** A kill reaches descendants that have left the session of the process. */
    KILLS_DAEMONS,
    /** {@code Sandbox.endProcesses} ends all that was started and is sure of it. */
    ENDS_PROCESSES
}
