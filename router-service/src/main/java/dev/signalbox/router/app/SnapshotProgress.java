package dev.signalbox.router.app;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How far the snapshot is. */
public interface SnapshotProgress {

    /** Since when everything that was there at the start has been read; null before. */
    @Nullable
    Instant completeSince();

    /** Whether the snapshot still follows what changes. */
    boolean running();
}
