package dev.signalbox.router.domain;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.route.RouteStatistics;
import dev.signalbox.contracts.route.TaskProfile;
import dev.signalbox.contracts.route.TaskProfile.Environment;
import dev.signalbox.contracts.task.TaskRequested.PreviousAttempt;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a candidate would take and how likely it succeeds.
 *
 * <p>Success is the mean of a Beta distribution: the prior of the policy counts as {@code weight} attempts, what was
 * measured for the route class is added. Run time is the profile's, in relation to the tier, mixed with what was
 * measured in the same way. Cost is rate x (start-up + run time), plus the tokens.
 */
final class Estimates {

    private Estimates() {}

    static void apply(Draft draft, RoutingInput input, String taskClass) {
        PolicyParameters policy = input.policy();
        PolicyParameters.TierLimits tier = policy.tier(draft.route.tier());
        RouteStatistics measured = RouteClass.find(input.statistics(), taskClass, draft.route);
        draft.success = success(draft, input, tier, measured);
        draft.startUp = draft.backend == null ? Duration.ZERO : draft.backend.startUp();
        draft.duration = duration(input, tier, measured);
        draft.cost = cost(draft, input);
    }

    private static double success(
            Draft draft, RoutingInput input, PolicyParameters.TierLimits tier, @Nullable RouteStatistics measured) {
        PolicyParameters.SuccessPriors priors = input.policy().success();
        double success = Math.min(0.999, prior(priors, input.profile(), draft.full) + tier.successGain());
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

    private static double prior(PolicyParameters.SuccessPriors priors, TaskProfile profile, boolean full) {
        if (profile.leansTo() == Environment.QUICK) {
            return full ? priors.quickTaskInFull() : priors.quickTaskInQuick();
        }
        return full ? priors.fullTaskInFull() : priors.fullTaskInQuick();
    }

    private static Duration duration(
            RoutingInput input, PolicyParameters.TierLimits tier, @Nullable RouteStatistics measured) {
        double millis = input.profile().expectedDuration().toMillis() * tier.relativeDuration();
        if (measured != null) {
            double weight = input.policy().success().weight();
            double attempts = measured.successes() + measured.failures();
            millis = (millis * weight + measured.meanDuration().toMillis() * attempts) / (weight + attempts);
        }
        Duration expected = Duration.ofMillis(Math.round(millis));
        Duration timeout = input.request().timeout();
        return timeout != null && timeout.compareTo(expected) < 0 ? timeout : expected;
    }

    private static Money cost(Draft draft, RoutingInput input) {
        if (draft.price == null) {
            return Money.ZERO;
        }
        Money sandbox = draft.price.rates().cost(draft.resources, draft.wholeTime());
        Pricing.Model model = draft.pairing.model();
        return model == null
                ? sandbox
                : sandbox.plus(model.cost(
                        input.profile().expectedTokens(), input.policy().inputTokenShare()));
    }
}
