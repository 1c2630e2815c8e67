package dev.signalbox.session.domain.workflows;

import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.route.RouteDecision;
import org.jspecify.annotations.Nullable;

/**
 * Where a task of the workflow would go now.
 *
 * @param key what it was asked for: a step's id, or {@link Quoting#REVIEW}
 * @param decision the router's; absent when it made none
 * @param problem why there is none
 */
public record Preview(
        String key,
        @Nullable RouteDecision decision,
        @Nullable Problem problem) {}
