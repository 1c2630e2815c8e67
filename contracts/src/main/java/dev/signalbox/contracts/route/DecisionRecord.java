package dev.signalbox.contracts.route;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The decision of one attempt, as it was recorded.
 *
 * @param decision absent when the task was not valid
 * @param input what it was derived from, see {@link TaskRouted}
 */
public record DecisionRecord(
        TaskId taskId,
        int attempt,
        @Nullable RouteDecision decision,
        @Nullable JsonNode input,
        Instant decidedAt) {}
