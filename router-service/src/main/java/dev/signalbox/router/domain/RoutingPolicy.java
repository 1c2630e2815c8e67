package dev.signalbox.router.domain;

import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.route.RouteStatistics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides where a task goes. A pure function: everything it uses is in the input, and the same input gives the same
 * decision, byte for byte, on every machine.
 *
 * <p>Steps: enumerate ({@link CandidateSet}), rule out ({@link Constraints}), estimate ({@link Estimates}, {@link Evidence}), quick or
 * full ({@link EnvironmentRule}), plan and cost what follows a failure ({@link Cascade}), score ({@link Scores}), let
 * chance try others ({@link Exploration}), say why ({@link Explanation}, {@link NoRoute}).
 */
public final class RoutingPolicy {

    /** How many candidates are recorded at most, beside the best of each backend that is not among them. */
    private static final int RECORDED = 24;

    private RoutingPolicy() {}

    /** The decision: with a chosen candidate, or with a problem that says why there is none and what to do. */
    public static RouteDecision decide(RoutingInput input) {
        List<Draft> drafts = CandidateSet.of(input);
        String taskClass = RouteClass.ofTask(input.profile());
        Route planned =
                input.request().plan().isEmpty() ? null : input.request().plan().getFirst();
        Evidence evidence = Evidence.of(input.statistics());
        for (Draft draft : drafts) {
            Constraints.apply(draft, input);
            draft.prior = Estimates.prior(draft, input);
            evidence.note(draft, taskClass);
        }
        for (Draft draft : drafts) {
            Estimates.apply(draft, input, evidence);
            draft.reserved &= !draft.is(planned);
            Constraints.applyCeilings(draft, input);
        }
        EnvironmentRule.Reference full = EnvironmentRule.apply(drafts, input);
        Constraints.applyFloor(drafts, input);
        Cascade cascade = Cascade.of(drafts, input.policy());
        Scores.apply(drafts, cascade, input);
        drafts.sort(Scores::bestFirst);
        return drafts.isEmpty() || !drafts.getFirst().eligible()
                ? none(drafts, taskClass, input)
                : routed(drafts, planned, cascade, full, taskClass, input);
    }

    private static RouteDecision routed(
            List<Draft> drafts,
            @Nullable Route planned,
            Cascade cascade,
            EnvironmentRule.@Nullable Reference full,
            String taskClass,
            RoutingInput input) {
        Draft best = asPlanned(drafts, planned);
        Draft chosen = best;
        if (best == drafts.getFirst() && planned == null) {
            chosen = Exploration.draw(drafts, input);
        } else {
            best.propensity = 1;
        }
        Candidate candidate = chosen.toCandidate();
        return new RouteDecision(
                candidate,
                null,
                chosen.price == null ? null : chosen.price.rates(),
                timeout(chosen, input),
                input.request().objective(),
                input.profile(),
                candidates(drafts, chosen),
                cascade.plan(chosen, input.policy()),
                taskClass,
                chosen != best,
                ModelAdvisor.advise(chosen, drafts, input),
                AgentProposals.of(input),
                input.agents().team(),
                List.of(),
                Explanation.of(drafts, chosen, best, full, input),
                versions(input),
                candidate.propensity(),
                StandIns.of(chosen, input));
    }

    private static RouteDecision none(List<Draft> drafts, String taskClass, RoutingInput input) {
        Problem problem = NoRoute.problem(drafts, input);
        Duration asked = input.request().timeout();
        return new RouteDecision(
                null,
                problem,
                null,
                asked == null ? input.policy().tier("quick").defaultTimeout() : asked,
                input.request().objective(),
                input.profile(),
                candidates(drafts, null),
                List.of(),
                taskClass,
                false,
                null,
                AgentProposals.of(input),
                input.agents().team(),
                List.of(),
                Explanation.subject(input) + ". " + problem.detail(),
                versions(input),
                1);
    }

    /** What an earlier attempt planned, where it can still be had. */
    private static Draft asPlanned(List<Draft> drafts, @Nullable Route planned) {
        if (planned != null) {
            for (Draft draft : drafts) {
                if (draft.eligible() && draft.is(planned)) {
                    return draft;
                }
            }
        }
        return drafts.getFirst();
    }

    /** The best ones, and what else there is once for each backend, so that a large catalogue makes no large record. */
    private static List<Candidate> candidates(List<Draft> drafts, @Nullable Draft chosen) {
        List<Candidate> candidates = new ArrayList<>(Math.min(drafts.size(), RECORDED + 8));
        Set<String> backends = new HashSet<>();
        for (Draft draft : drafts) {
            boolean first = backends.add(draft.route.backend());
            if (candidates.size() < RECORDED || first || draft == chosen || draft.propensity > 0) {
                candidates.add(draft.toCandidate());
            }
        }
        return candidates;
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

    private static RouteDecision.Versions versions(RoutingInput input) {
        return new RouteDecision.Versions(
                input.policy().version(), input.analyser(), input.pricing().version(), statisticsVersion(input));
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
