package dev.signalbox.router.app;

import dev.signalbox.router.domain.Snapshot;

/** Where the current snapshot of backends, agents and statistics is found. */
@FunctionalInterface
public interface Snapshots {

    /** The state as far as it was read. The same object as long as nothing changed. */
    Snapshot current();
}
