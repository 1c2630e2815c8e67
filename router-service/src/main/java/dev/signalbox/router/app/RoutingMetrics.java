package dev.signalbox.router.app;

import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.route.Route;
import java.time.Duration;

/** What is counted. Called for every task: an implementation must be cheap. */
public interface RoutingMetrics {

    /** A task was routed; {@code took} is analysis and decision. */
    void routed(Route route, Duration took);

    /** No route could run the task, or it was not valid. */
    void rejected(Problem problem, Duration took);

    /** So many requests wait at the {@link RoutingGate}. */
    void held(int requests);
}
