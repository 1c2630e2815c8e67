package dev.signalbox.contracts.route;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.task.TaskRequested;
import java.time.Instant;

/**
 * The router chose a route. On {@code task-routes}, keyed by task.
 *
 * @param request what was routed
 * @param decision the route and why
 * @param input everything the decision was derived from except the request: features, snapshot, policy, prices, time;
 *     feeding it to the same policy gives the same decision, bit for bit. Its shape belongs to the router.
 * @param decidedAt when
 */
public record TaskRouted(TaskRequested request, RouteDecision decision, JsonNode input, Instant decidedAt) {}
