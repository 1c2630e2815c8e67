package dev.signalbox.contracts.agent;

import dev.signalbox.contracts.Money;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a version of an agent has done so far, over all classes of tasks.
 *
 * @param runs attempts that it worked on and that ended, well or not, for a reason of its own
 * @param successes of them that succeeded
 * @param meanCost of an attempt; absent before one was measured
 * @param meanDuration of an attempt; absent before one was measured
 */
public record AgentEvidence(
        long runs,
        long successes,
        @Nullable Money meanCost,
        @Nullable Duration meanDuration) {

    /** Of a version that has not worked yet. */
    public static final AgentEvidence NONE = new AgentEvidence(0, 0, null, null);
}
