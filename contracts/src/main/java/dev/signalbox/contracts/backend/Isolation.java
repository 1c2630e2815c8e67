package dev.signalbox.contracts.backend;

/** How far an attempt is kept from the machine and from other attempts, weakest first. */
public enum Isolation {
    /** No isolation that may be relied on. */
    PROCESS,
    /** No network, private files; memory, processor and disk bounded per process only. */
    NAMESPACES,
    /** No network, private files, limits on the whole tree. */
    NAMESPACES_CGROUP,
    /** A kernel of its own: gVisor or a virtual machine. */
    MICROVM;

    public boolean atLeast(Isolation other) {
        return ordinal() >= other.ordinal();
    }
}
