package dev.signalbox.router.app;

import dev.signalbox.contracts.route.TaskRejected;
import dev.signalbox.contracts.route.TaskRouted;

/** What became of a request: the record to publish. */
public sealed interface RoutingResult {

    /** A route was found. */
    record Routed(TaskRouted task) implements RoutingResult {}

    /** No route can run it, or it is not valid. */
    record Rejected(TaskRejected task) implements RoutingResult {}
}
