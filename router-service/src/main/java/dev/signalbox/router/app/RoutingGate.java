package dev.signalbox.router.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Says when routing may begin: when the snapshot has been read, and some executor has been heard from or a bounded time
 * has passed. Router and executors start together, and a task must not be rejected because the router was faster.
 * Once open it stays open.
 */
public final class RoutingGate {

    private final Snapshots snapshots;
    private final SnapshotProgress progress;
    private final Duration firstAnnouncementWait;
    private final Duration silentAfter;
    private final Clock clock;
    private volatile boolean open;

    /**
     * A gate.
     *
     * @param firstAnnouncementWait how long to wait for a first executor once the snapshot has been read
     * @param silentAfter after which time a backend counts as not heard from, as in the policy
     */
    public RoutingGate(
            Snapshots snapshots,
            SnapshotProgress progress,
            Duration firstAnnouncementWait,
            Duration silentAfter,
            Clock clock) {
        this.snapshots = snapshots;
        this.progress = progress;
        this.firstAnnouncementWait = firstAnnouncementWait;
        this.silentAfter = silentAfter;
        this.clock = clock;
    }

    /** Whether tasks may be routed. */
    public boolean open() {
        if (!open) {
            Instant complete = progress.completeSince();
            open = complete != null
                    && (heardFromAnyone() || !clock.instant().isBefore(complete.plus(firstAnnouncementWait)));
        }
        return open;
    }

    private boolean heardFromAnyone() {
        Instant silentBefore = clock.instant().minus(silentAfter);
        return snapshots.current().backends().values().stream()
                .anyMatch(backend -> backend.dormant() || backend.announcedAt().isAfter(silentBefore));
    }
}
