package dev.signalbox.contracts.route;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.task.TaskRequested;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * No route can run the task, or the task is not valid. On {@code task-routes}, keyed by task.
 *
 * @param request what was asked
 * @param problem why not, and what to do
 * @param decision the decision with its rejected candidates; absent when the task was not valid
 * @param input what it was derived from, as in {@link TaskRouted}
 * @param decidedAt when
 */
public record TaskRejected(
        TaskRequested request,
        Problem problem,
        @Nullable RouteDecision decision,
        @Nullable JsonNode input,
        Instant decidedAt) {}
