package dev.signalbox.contracts.route;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.task.Objective;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The route and why: a permanent event.
 *
 * @param chosen the candidate taken; absent when none could be
 * @param problem why none could be taken; absent when one was
 * @param rates price of the chosen sandbox, by which the attempt is charged
 * @param timeout longest run time of the attempt
 * @param objective what was optimised
 * @param profile what the analyser found
 * @param candidates every combination weighed, the best first, the rejected last
 * @param explanation the decision in words
 * @param versions what decided
 * @param propensity probability with which this route was taken, 1 without exploration
 */
public record RouteDecision(
        @Nullable Candidate chosen,
        @Nullable Problem problem,
        @Nullable Rates rates,
        Duration timeout,
        Objective objective,
        TaskProfile profile,
        List<Candidate> candidates,
        String explanation,
        Versions versions,
        double propensity) {

    /**
     * What decided, so that it can be derived again.
     *
     * @param policy version of the routing policy
     * @param analyser version of the analyser
     * @param prices version of the price list
     * @param statistics version of the route statistics; {@code none} before there are any
     */
    public record Versions(String policy, String analyser, String prices, String statistics) {}

    public RouteDecision {
        candidates = List.copyOf(candidates);
    }

    /** Expected cost of the chosen route; zero when there is none. */
    public Money expectedCost() {
        return chosen == null ? Money.ZERO : chosen.cost();
    }
}
