package dev.signalbox.router.domain;

import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.route.RouteStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides where a task goes. A pure function: everything it uses is in the input, and the same input gives the same
 * decision, byte for byte, on every machine.
 *
 * <p>Steps: enumerate ({@link CandidateSet}), rule out ({@link Constraints}), estimate ({@link Estimates}), quick or
 * full ({@link EnvironmentRule}), score ({@link Scores}), say why ({@link Explanation}, {@link NoRoute}).
 */
public final class RoutingPolicy {

    /** Without exploration the chosen route is certain. */
    private static final double CERTAIN = 1.0;

    private RoutingPolicy() {}

    /** The decision: with a chosen candidate, or with a problem that says why there is none and what to do. */
    public static RouteDecision decide(RoutingInput input) {
        List<Draft> drafts = CandidateSet.of(input);
        String taskClass = RouteClass.ofTask(input.profile());
        for (Draft draft : drafts) {
            Constraints.apply(draft, input);
            Estimates.apply(draft, input, taskClass);
            Constraints.applyCeiling(draft, input);
        }
        EnvironmentRule.Reference full = EnvironmentRule.apply(drafts, input);
        Scores.apply(drafts, input);
        drafts.sort(Scores.BEST_FIRST);
        List<Candidate> candidates = new ArrayList<>(drafts.size());
        for (Draft draft : drafts) {
            candidates.add(draft.toCandidate());
        }
        boolean routed = !drafts.isEmpty() && drafts.getFirst().eligible();
        Problem problem = routed ? null : NoRoute.problem(drafts, input);
        return new RouteDecision(
                routed ? candidates.getFirst() : null,
                problem,
                routed && drafts.getFirst().price != null
                        ? drafts.getFirst().price.rates()
                        : null,
                routed ? timeout(drafts.getFirst(), input) : timeoutOfNone(input),
                input.request().objective(),
                input.profile(),
                candidates,
                List.of(),
                taskClass,
                false,
                null,
                null,
                null,
                List.of(),
                problem == null
                        ? Explanation.of(drafts, full, input)
                        : Explanation.subject(input) + ". " + problem.detail(),
                new RouteDecision.Versions(
                        input.policy().version(),
                        input.analyser(),
                        input.pricing().version(),
                        statisticsVersion(input)),
                CERTAIN);
    }

    private static Duration timeout(Draft chosen, RoutingInput input) {
        Duration asked = input.request().timeout();
        if (asked != null) {
            return asked;
        }
        Duration byTier = input.policy().tier(chosen.route.tier()).defaultTimeout();
        return chosen.backend != null && chosen.backend.longestDuration().compareTo(byTier) < 0
                ? chosen.backend.longestDuration()
                : byTier;
    }

    private static Duration timeoutOfNone(RoutingInput input) {
        Duration asked = input.request().timeout();
        return asked == null ? input.policy().tier("quick").defaultTimeout() : asked;
    }

    private static String statisticsVersion(RoutingInput input) {
        if (input.statistics().isEmpty()) {
            return "none";
        }
        Instant latest = Instant.MIN;
        for (RouteStatistics one : input.statistics()) {
            latest = one.updatedAt().isAfter(latest) ? one.updatedAt() : latest;
        }
        return latest.toString();
    }
}
