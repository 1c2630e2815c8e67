package dev.signalbox.contracts.route;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.task.TaskRequested;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The router chose a route. On {@code task-routes}, keyed by task.
 *
 * @param request what was routed
 * @param decision the route and why
 * @param input everything the decision was derived from except the request: features, snapshot, policy, prices, time;
 *     feeding it to the same policy gives the same decision, bit for bit. Its shape belongs to the router.
 * @param decidedAt when
 * @param fullCost what the cheapest full environment is expected to cost for the same, by which saving is told; absent where
 *     none is announced or in the price list
 */
public record TaskRouted(
        TaskRequested request,
        RouteDecision decision,
        JsonNode input,
        Instant decidedAt,
        @Nullable Money fullCost) {

    /** Without anything to compare it with. */
    public TaskRouted(TaskRequested request, RouteDecision decision, JsonNode input, Instant decidedAt) {
        this(request, decision, input, decidedAt, null);
    }
}
