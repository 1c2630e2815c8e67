package dev.signalbox.router.domain;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.agent.AgentEvidence;
import org.jspecify.annotations.Nullable;

/**
 * Which of an agent's two versions a task gets: the deployed one or its canary. A share of the tasks, drawn from task and
 * agent, always goes to the one that is not preferred. The canary is preferred only when there is the evidence that it
 * asks for, and it is likely to be the better one, or about as good and cheaper.
 */
final class AgentVersions {

    /** From this probability on one version counts as better than the other. */
    private static final double LIKELY = 0.8;
    /** Of two versions that do about as well the cheaper one is taken if it costs less than this part of the other. */
    private static final double CHEAPER = 0.95;
    /** Even a version that is not preferred gets no more than half of the tasks. */
    private static final double MOST_SHARE = 0.5;

    private AgentVersions() {}

    /**
     * A version.
     *
     * @param agent at that version
     * @param because why, in words; absent where there is only one
     */
    record Chosen(AgentDeployed agent, @Nullable String because) {}

    /** The version for a task, given its seed. */
    static Chosen choose(AgentDeployed agent, String seed) {
        AgentDeployed.Canary canary = agent.canary();
        if (canary == null) {
            return new Chosen(agent, null);
        }
        Preference preference = prefer(agent, canary);
        double share = Math.clamp(canary.share(), 0, MOST_SHARE);
        boolean drawn = Exploration.chance(agent.agentId() + "@" + canary.version() + "/" + seed) < share;
        boolean tried = drawn != preference.canary();
        AgentDeployed taken = tried ? agent.at(canary.version()) : agent;
        return new Chosen(
                taken,
                "Version " + taken.version() + " of " + agent.agentId()
                        + (drawn
                                ? " was drawn, as " + Words.percent(share)
                                        + " of the tasks get it to learn how it does; "
                                : ": ")
                        + preference.because());
    }

    private record Preference(boolean canary, String because) {}

    private static Preference prefer(AgentDeployed agent, AgentDeployed.Canary canary) {
        AgentEvidence deployed = evidence(agent.evidence());
        AgentEvidence trial = evidence(canary.evidence());
        String other = "version " + canary.version();
        if (trial.runs() < canary.minimumRuns()) {
            return new Preference(
                    false,
                    other + " is on trial and has " + trial.runs() + " of the " + canary.minimumRuns()
                            + " runs that are asked for before it may be preferred.");
        }
        double better = probabilityBetter(trial, deployed);
        if (better >= LIKELY) {
            return new Preference(true, other + " succeeds more often with " + Words.percent(better) + ".");
        }
        if (better <= 1 - LIKELY) {
            return new Preference(
                    false,
                    "version " + agent.version() + " succeeds more often with " + Words.percent(1 - better) + ".");
        }
        if (cheaper(trial.meanCost(), deployed.meanCost())) {
            return new Preference(true, other + " succeeds about as often and costs less.");
        }
        return new Preference(
                false,
                other + " succeeds about as often"
                        + (cheaper(deployed.meanCost(), trial.meanCost())
                                ? " and costs more."
                                : " and is not cheaper."));
    }

    private static AgentEvidence evidence(@Nullable AgentEvidence evidence) {
        return evidence == null ? AgentEvidence.NONE : evidence;
    }

    private static boolean cheaper(@Nullable Money one, @Nullable Money other) {
        return one != null
                && other != null
                && one.usd().doubleValue() < CHEAPER * other.usd().doubleValue();
    }

    /**
     * The probability that one succeeds more often than the other: both success probabilities are Beta distributed with a
     * uniform prior, and their difference is taken to be normal.
     */
    static double probabilityBetter(AgentEvidence one, AgentEvidence other) {
        double deviation = Math.sqrt(variance(one) + variance(other));
        return normal((mean(one) - mean(other)) / deviation);
    }

    private static double mean(AgentEvidence evidence) {
        return (evidence.successes() + 1.0) / (evidence.runs() + 2.0);
    }

    private static double variance(AgentEvidence evidence) {
        double mean = mean(evidence);
        return mean * (1 - mean) / (evidence.runs() + 3.0);
    }

    /** The standard normal distribution, by its logistic approximation (Bowling et al. 2009; error under 0.00014). */
    private static double normal(double z) {
        return 1 / (1 + Math.exp(-(1.5976 * z + 0.07056 * z * z * z)));
    }
}
