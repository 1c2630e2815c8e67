package dev.signalbox.contracts.replay;

import dev.signalbox.contracts.problem.Problem;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A replay, how far it is and what it found. On {@code replays} (compacted), keyed by replay, about once a second while
 * it runs.
 *
 * @param replayId the replay
 * @param state how far it is
 * @param query what is replayed
 * @param share of the period that is read, 0 to 1
 * @param records read so far
 * @param perSecond decisions per second so far
 * @param result what it found so far; absent before it runs
 * @param problem why it failed; absent when it did not
 * @param instance of the router that runs it
 * @param requestedAt when it was asked for
 * @param endedAt when it ended; absent before
 * @param updatedAt when this was written
 */
public record ReplayReport(
        String replayId,
        ReplayState state,
        ReplayQuery query,
        double share,
        long records,
        double perSecond,
        @Nullable ReplayResult result,
        @Nullable Problem problem,
        String instance,
        Instant requestedAt,
        @Nullable Instant endedAt,
        Instant updatedAt) {}
