package dev.signalbox.router.domain;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.route.RouteStatistics;
import dev.signalbox.contracts.route.TaskProfile;
import dev.signalbox.contracts.task.TaskRequested.PreviousAttempt;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a candidate would take and how likely it succeeds.
 *
 * <p>Success is the mean of a Beta distribution: the prior counts as {@code weight} attempts, what was measured for the
 * route class is added. The prior is that of the two worlds that the task may need, weighed by their probability, times
 * that of the model. Run time, start-up and cost are mixed with what was measured in the same way, so that prices and
 * times of the configuration count less the more is known.
 */
final class Estimates {

    private static final double MOST_CERTAIN = 0.999;
    private static final double MIB_PER_GIB = 1024;
    private static final double MILLIS_PER_SECOND = 1000;

    /** What an agent with a score of nothing would lose against the best. */
    private static final double AGENT_MISFIT = 0.5;

    private Estimates() {}

    /** What the policy assumes before anything was measured. */
    static double prior(Draft draft, RoutingInput input) {
        PolicyParameters policy = input.policy();
        double gain = policy.tier(draft.route.tier()).successGain();
        double success = Math.min(MOST_CERTAIN, environment(policy.success(), input.profile(), draft.full, gain));
        Pricing.Model model = draft.pairing.model();
        if (model != null && input.profile().kind() == TaskProfile.Kind.PROMPT) {
            success *= policy.modelSuccess(model, input.profile().complexity());
        }
        return success * agentFit(draft, input);
    }

    /** To be called when the evidence has seen all drafts. */
    static void apply(Draft draft, RoutingInput input, Evidence evidence) {
        draft.success = success(draft, input, evidence);
        draft.coldStartMillis =
                draft.backend == null ? 0 : Liveness.coldStart(draft.backend).toMillis();
        draft.startUpMillis = startUp(draft, input.policy()) + draft.coldStartMillis;
        draft.durationMillis = duration(draft, input, evidence);
        cost(draft, input);
    }

    private static double success(Draft draft, RoutingInput input, Evidence evidence) {
        PolicyParameters.SuccessPriors priors = input.policy().success();
        double success = Evidence.posterior(evidence.prior(draft, priors.weight()), priors.weight(), draft.measured);
        for (PreviousAttempt previous : input.request().previous()) {
            if (previous.backend().equals(draft.route.backend())
                    && previous.tier().equals(draft.route.tier())) {
                success *= priors.afterFailure();
            }
        }
        return success;
    }

    /** An agent that fits less well than the best is less likely to do it; assumed, in relation to the scores. */
    private static double agentFit(Draft draft, RoutingInput input) {
        AgentShortlist.Option agent = draft.pairing.agent();
        if (agent == null || input.agents().options().isEmpty()) {
            return 1;
        }
        double best = input.agents().options().getFirst().score();
        return best <= 0 ? 1 : 1 - AGENT_MISFIT * (1 - Math.min(1, agent.score() / best));
    }

    /**
     * The law of total probability over what the task needs. A larger sandbox adds to its success where a sandbox is
     * enough; it does not make it a full environment.
     */
    private static double environment(
            PolicyParameters.SuccessPriors priors, TaskProfile profile, boolean full, double gain) {
        double needsFull = profile.fullProbability();
        return full
                ? (1 - needsFull) * priors.quickTaskInFull() + needsFull * priors.fullTaskInFull() + gain
                : (1 - needsFull) * (priors.quickTaskInQuick() + gain) + needsFull * priors.fullTaskInQuick();
    }

    private static long startUp(Draft draft, PolicyParameters policy) {
        double millis = draft.backend == null ? 0 : draft.backend.startUp().toMillis();
        Duration mean = draft.measured == null ? null : draft.measured.meanStartUp();
        return Math.round(mean == null ? millis : mixed(millis, mean.toMillis(), policy, draft.measured));
    }

    private static long duration(Draft draft, RoutingInput input, Evidence evidence) {
        PolicyParameters policy = input.policy();
        double millis = evidence.pooledMillis(
                        input.profile().expectedDuration().toMillis(),
                        policy.success().weight(),
                        draft)
                * policy.tier(draft.route.tier()).relativeDuration();
        if (draft.measured != null) {
            millis = mixed(millis, draft.measured.meanDuration().toMillis(), policy, draft.measured);
        }
        long expected = Math.round(millis);
        Duration timeout = input.request().timeout();
        return timeout == null ? expected : Math.min(timeout.toMillis(), expected);
    }

    private static double mixed(
            double prior, double mean, PolicyParameters policy, @Nullable RouteStatistics measured) {
        if (measured == null) {
            return prior;
        }
        double weight = policy.success().weight();
        double attempts = Evidence.attempts(measured);
        return (prior * weight + mean * attempts) / (weight + attempts);
    }

    private static void cost(Draft draft, RoutingInput input) {
        Pricing.Sandbox price = draft.price;
        if (price == null) {
            return;
        }
        Pricing.Model model = draft.pairing.model();
        double perSecond = price.vcpuDollars() * draft.resources.vcpus()
                + price.gibDollars() * draft.resources.memoryMib() / MIB_PER_GIB;
        double listed = perSecond * draft.chargedMillis() / MILLIS_PER_SECOND;
        long tokens = input.profile().expectedTokens();
        if (model != null) {
            listed += model.dollars(tokens, input.policy().inputTokenShare());
        }
        RouteStatistics measured = draft.measured;
        Money mean = measured == null ? null : measured.meanCost();
        if (mean != null) {
            draft.dollars = mixed(listed, mean.usd().doubleValue(), input.policy(), measured);
            return;
        }
        draft.dollars = listed;
    }
}
