package dev.signalbox.router.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.router.domain.Snapshot;
import dev.signalbox.router.testing.TestingWorld;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RoutingGateTest {

    private Snapshot snapshot = Snapshot.EMPTY;
    private @Nullable Instant completeSince;
    private Instant now = TestingWorld.NOW;

    private final RoutingGate gate = new RoutingGate(
            () -> snapshot,
            new SnapshotProgress() {
                @Override
                public @Nullable Instant completeSince() {
                    return completeSince;
                }

                @Override
                public boolean running() {
                    return true;
                }
            },
            Duration.ofSeconds(15),
            Duration.ofMinutes(5),
            clock());

    @Test
    void isClosedUntilTheSnapshotIsReadAlthoughABackendIsThere() {
        snapshot = TestingWorld.snapshot(TestingWorld.backend("local"));
        assertThat(gate.open()).isFalse();
        completeSince = now;
        assertThat(gate.open()).isTrue();
    }

    @Test
    void waitsABoundedTimeForAFirstExecutor() {
        completeSince = now;
        assertThat(gate.open()).isFalse();
        now = now.plusSeconds(14);
        assertThat(gate.open()).isFalse();
        now = now.plusSeconds(1);
        assertThat(gate.open()).isTrue();
    }

    @Test
    void doesNotCountAnExecutorOfLastNight() {
        completeSince = now;
        snapshot = TestingWorld.snapshot(TestingWorld.backend("local"));
        now = now.plus(Duration.ofHours(8));
        completeSince = now;
        assertThat(gate.open()).isFalse();
    }

    @Test
    void staysOpenOnceItIsOpen() {
        completeSince = now;
        snapshot = TestingWorld.snapshot(TestingWorld.backend("local"));
        assertThat(gate.open()).isTrue();
        snapshot = Snapshot.EMPTY;
        assertThat(gate.open()).isTrue();
    }

    private Clock clock() {
        InstantSource source = () -> now;
        return source.withZone(ZoneOffset.UTC);
    }
}
