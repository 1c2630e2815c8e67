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
 * @param plan where the task goes, and where next when that fails; empty when there is no route
 * @param taskClass what outcomes of such tasks are counted by, see {@link RouteStatistics}
 * @param explored whether chance chose this route, to learn how it does
 * @param modelAdvice a cheaper model that would do; absent where there is none
 * @param proposedAgent an agent to make, where no deployed one covers the task well enough
 * @param team who should work on it, for prompts
 * @param shadows what policies in the shadow would have decided
 * @param explanation the decision in words
 * @param versions what decided
 * @param propensity probability with which this route was taken, 1 without exploration
 * @param models prices of the route's model and of those of its class that may stand in for it where its provider
 *     fails, the preferred first; empty where the task needs none
 */
public record RouteDecision(
        @Nullable Candidate chosen,
        @Nullable Problem problem,
        @Nullable Rates rates,
        Duration timeout,
        Objective objective,
        TaskProfile profile,
        List<Candidate> candidates,
        List<PlannedAttempt> plan,
        String taskClass,
        boolean explored,
        @Nullable ModelAdvice modelAdvice,
        @Nullable AgentProposal proposedAgent,
        @Nullable TeamRecommendation team,
        List<ShadowDecision> shadows,
        String explanation,
        Versions versions,
        double propensity,
        List<ModelRates> models) {

    /**
     * What decided, so that it can be derived again.
     *
     * @param policy version of the routing policy
     * @param analyser version of the analyser
     * @param prices version of the price list
     * @param statistics version of the route statistics; {@code none} before there are any
     */
    public record Versions(String policy, String analyser, String prices, String statistics) {}

    @SuppressWarnings("NullAway") // absent in JSON arrives as null
    public RouteDecision {
        candidates = List.copyOf(candidates);
        plan = plan == null ? List.of() : List.copyOf(plan);
        taskClass = taskClass == null ? "" : taskClass;
        shadows = shadows == null ? List.of() : List.copyOf(shadows);
        models = models == null ? List.of() : List.copyOf(models);
    }

    /** A decision about a task that no model works on. */
    public RouteDecision(
            @Nullable Candidate chosen,
            @Nullable Problem problem,
            @Nullable Rates rates,
            Duration timeout,
            Objective objective,
            TaskProfile profile,
            List<Candidate> candidates,
            List<PlannedAttempt> plan,
            String taskClass,
            boolean explored,
            @Nullable ModelAdvice modelAdvice,
            @Nullable AgentProposal proposedAgent,
            @Nullable TeamRecommendation team,
            List<ShadowDecision> shadows,
            String explanation,
            Versions versions,
            double propensity) {
        this(
                chosen,
                problem,
                rates,
                timeout,
                objective,
                profile,
                candidates,
                plan,
                taskClass,
                explored,
                modelAdvice,
                proposedAgent,
                team,
                shadows,
                explanation,
                versions,
                propensity,
                List.of());
    }

    /** The same with what policies in the shadow would have decided. */
    public RouteDecision withShadows(List<ShadowDecision> beside) {
        return new RouteDecision(
                chosen,
                problem,
                rates,
                timeout,
                objective,
                profile,
                candidates,
                plan,
                taskClass,
                explored,
                modelAdvice,
                proposedAgent,
                team,
                beside,
                explanation,
                versions,
                propensity,
                models);
    }

    /** Expected cost of the chosen route; zero when there is none. */
    public Money expectedCost() {
        return chosen == null ? Money.ZERO : chosen.cost();
    }
}
