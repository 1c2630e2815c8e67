package dev.signalbox.router.app;

import dev.signalbox.contracts.backend.BackendAnnounced;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.route.Route;
import java.time.Duration;
import java.util.Map;

/** What is counted. Called for every task: an implementation must be cheap. */
public interface RoutingMetrics {

    /** A task was routed; {@code took} is analysis and decision. */
    void routed(Route route, Duration took);

    /** No route could run the task, or it was not valid. */
    void rejected(Problem problem, Duration took);

    /** The backends of the snapshot, whenever it is a new one. */
    default void announced(Map<String, BackendAnnounced> backends) {}

    /** So many requests wait at the {@link RoutingGate}. */
    void held(int requests);

    /**
     * A policy in the shadow decided.
     *
     * @param costDifference its expected total cost less that of the route taken, in dollars; 0 where one has no route
     */
    default void shadowed(String policy, boolean agrees, double costDifference) {}

    /** A named policy cannot be used and is left out; told once for each state of the policies. */
    default void policyUnusable(String policy, String why) {}
}
