package dev.signalbox.router.domain;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.route.RouteStatistics;
import dev.signalbox.contracts.route.TaskProfile;
import dev.signalbox.contracts.task.TaskRequested.PreviousAttempt;
import java.time.Duration;
import java.util.Map;
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

    static void apply(Draft draft, RoutingInput input, Map<String, RouteStatistics> statistics, String taskClass) {
        PolicyParameters policy = input.policy();
        PolicyParameters.TierLimits tier = policy.tier(draft.route.tier());
        RouteStatistics measured = statistics.isEmpty() ? null : statistics.get(RouteClass.of(taskClass, draft.route));
        draft.success = success(draft, input, tier, measured);
        draft.startUpMillis = startUp(draft, policy, measured);
        draft.durationMillis = duration(input, tier, measured);
        cost(draft, input, measured);
    }

    private static double success(
            Draft draft, RoutingInput input, PolicyParameters.TierLimits tier, @Nullable RouteStatistics measured) {
        PolicyParameters.SuccessPriors priors = input.policy().success();
        double success = Math.min(MOST_CERTAIN, environment(priors, input.profile(), draft.full, tier.successGain()));
        Pricing.Model model = draft.pairing.model();
        if (model != null && input.profile().kind() == TaskProfile.Kind.PROMPT) {
            success *= input.policy().modelSuccess(model, input.profile().complexity());
        }
        success *= agentFit(draft, input);
        if (measured != null) {
            success = (success * priors.weight() + measured.successes())
                    / (priors.weight() + measured.successes() + measured.failures());
        }
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

    private static long startUp(Draft draft, PolicyParameters policy, @Nullable RouteStatistics measured) {
        double millis = draft.backend == null ? 0 : draft.backend.startUp().toMillis();
        Duration mean = measured == null ? null : measured.meanStartUp();
        return Math.round(mean == null ? millis : mixed(millis, mean.toMillis(), policy, measured));
    }

    private static long duration(
            RoutingInput input, PolicyParameters.TierLimits tier, @Nullable RouteStatistics measured) {
        double millis = input.profile().expectedDuration().toMillis() * tier.relativeDuration();
        if (measured != null) {
            millis = mixed(millis, measured.meanDuration().toMillis(), input.policy(), measured);
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
        double attempts = measured.successes() + measured.failures();
        return (prior * weight + mean * attempts) / (weight + attempts);
    }

    private static void cost(Draft draft, RoutingInput input, @Nullable RouteStatistics measured) {
        Pricing.Sandbox price = draft.price;
        if (price == null) {
            return;
        }
        Pricing.Model model = draft.pairing.model();
        double perSecond = price.vcpuDollars() * draft.resources.vcpus()
                + price.gibDollars() * draft.resources.memoryMib() / MIB_PER_GIB;
        double listed = perSecond * draft.wholeMillis() / MILLIS_PER_SECOND;
        long tokens = input.profile().expectedTokens();
        if (model != null) {
            listed += model.dollars(tokens, input.policy().inputTokenShare());
        }
        Money mean = measured == null ? null : measured.meanCost();
        if (mean != null) {
            draft.dollars = mixed(listed, mean.usd().doubleValue(), input.policy(), measured);
            return;
        }
        draft.dollars = listed;
    }
}
