package dev.signalbox.router.domain;

import dev.signalbox.contracts.backend.BackendAnnounced;
import java.time.Duration;
import java.time.Instant;

/** How long ago a backend was heard from, and whether that is too long. */
public final class Liveness {

    private Liveness() {}

    static Duration silence(BackendAnnounced backend, Instant now) {
        return Duration.between(backend.announcedAt(), now);
    }

    /** Whether nobody is expected to come for its tasks. A dormant backend is silent by its nature. */
    public static boolean gone(BackendAnnounced backend, PolicyParameters policy, Instant now) {
        Duration most = backend.dormant() ? policy.dormantFor() : policy.silentAfter();
        return silence(backend, now).compareTo(most) > 0;
    }

    /** What has to be started before it takes work. */
    static Duration coldStart(BackendAnnounced backend) {
        Duration announced = backend.coldStart();
        return backend.dormant() && announced != null ? announced : Duration.ZERO;
    }
}
