package dev.signalbox.router.domain;

import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.route.Complexity;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The numbers of the routing policy: data with a version, so that a decision names what decided and another policy can
 * be tried on the same input.
 *
 * @param version names these parameters; change it with any of them
 * @param fullCostShare a quick sandbox is taken only where its cost is under this share of the full environment's
 * @param environmentFloor a quick sandbox is taken only where the probability that it suffices is at least this, as long
 *     as a full environment can be had
 * @param environmentFloorAlone the same for a task that does not escalate, whose failure in a sandbox is its end
 * @param minimumSuccess floor on the success probability of a route, where another route is above it; a client's own
 *     floor is strict
 * @param staleAfter a backend that was not heard from for this long is taken with a note
 * @param silentAfter a backend that was not heard from for this long is not taken
 * @param dormantFor a backend whose executor has said that it starts on demand is taken for this long after it said so
 * @param minimumIsolation the weakest isolation taken; {@link Isolation#PROCESS} leaves the refusal to the executor,
 *     which announces itself unavailable unless its operator allowed it explicitly
 * @param onlyWhenNamed backends that are taken only when the client names them, such as the one for benchmarks
 * @param defaultModel alias of the model of an agent that names none
 * @param models the models that are weighed for agents that name none, by alias or id, and that a task may escalate to
 * @param agentModel what the model that an agent names means
 * @param modelSuccess how likely a model succeeds, by its alias or id, for each complexity, before anything was measured
 * @param adviceTolerance how much success probability a cheaper model may lack to be recommended
 * @param inputTokenShare share of the expected tokens that are read and not written by the model, 0 to 1
 * @param tiers limits by tier
 * @param success how likely attempts are to succeed
 * @param balanced weights of the objective {@code balanced}
 * @param escalation how plans are made
 * @param exploration how often chance decides, to learn
 */
public record PolicyParameters(
        String version,
        double fullCostShare,
        double environmentFloor,
        double environmentFloorAlone,
        double minimumSuccess,
        Duration staleAfter,
        Duration silentAfter,
        Duration dormantFor,
        Isolation minimumIsolation,
        Set<String> onlyWhenNamed,
        String defaultModel,
        List<String> models,
        AgentModel agentModel,
        Map<String, Map<Complexity, Double>> modelSuccess,
        double adviceTolerance,
        double inputTokenShare,
        Map<String, TierLimits> tiers,
        SuccessPriors success,
        Weights balanced,
        Escalation escalation,
        Exploration exploration) {

    /** Capability of a backend whose executor can call a language model. */
    public static final String MODELS = "models";

    /** What a tier has that the policy does not know. */
    private static final TierLimits UNKNOWN_TIER = new TierLimits(Duration.ofMinutes(1), Duration.ofHours(1), 1.0, 0.0);

    /**
     * Limits of a tier.
     *
     * @param defaultTimeout longest run time where the client names none; capped by the backend
     * @param longestTimeout the longest that a client may ask for
     * @param relativeDuration expected run time as a share of the quick tier's; assumed until it is measured
     * @param successGain what the larger size adds to the success probability; assumed until it is measured
     */
    public record TierLimits(
            Duration defaultTimeout, Duration longestTimeout, double relativeDuration, double successGain) {}

    /**
     * Success probabilities before anything was measured, by what the task leans to and where it runs.
     *
     * @param quickTaskInQuick a task that leans to quick in a quick sandbox
     * @param quickTaskInFull a task that leans to quick in a full environment
     * @param fullTaskInQuick a task that leans to full in a quick sandbox
     * @param fullTaskInFull a task that leans to full in a full environment
     * @param weight of these against what was measured, in attempts
     * @param afterFailure factor for each earlier attempt on the same backend and tier that did not end well
     */
    public record SuccessPriors(
            double quickTaskInQuick,
            double quickTaskInFull,
            double fullTaskInQuick,
            double fullTaskInFull,
            double weight,
            double afterFailure) {}

    /** What {@code balanced} weighs; each part is first set in relation to the largest among the candidates. */
    public record Weights(double cost, double time, double failure) {}

    /** What the model that an agent names means. */
    public enum AgentModel {
        /** It is taken unless the client names another; a cheaper one that would do is recommended. */
        BINDING,
        /** It is weighed like all others. */
        PREFERRED
    }

    /**
     * How plans are made.
     *
     * @param minimumGain how likely a further route must succeed when the one before it failed, 0 to 1
     * @param attempts attempts in all, the first included, that are costed; session-service makes no more
     * @param steps steps of a plan; more than attempts, because a cause of failure may skip some
     */
    public record Escalation(double minimumGain, int attempts, int steps) {}

    /**
     * How often chance decides.
     *
     * @param share of decisions, 0 to 1
     * @param mostCost a route is tried only where its expected total cost is at most this many times the best one's
     */
    public record Exploration(double share, double mostCost) {}

    /** What a model has whose success was not told. */
    private static final double UNKNOWN_MODEL = 0.8;

    /**
     * Where a policy does not say. Long enough for what is used once a month, short enough that what was taken away is
     * forgotten; until then a task sent there waits for the queue time-out.
     */
    public static final Duration DORMANT_FOR = Duration.ofDays(30);

    @SuppressWarnings("NullAway") // a policy that was recorded before these parts were there
    public PolicyParameters {
        models = models == null ? List.of() : List.copyOf(models);
        dormantFor = dormantFor == null ? DORMANT_FOR : dormantFor;
        agentModel = agentModel == null ? AgentModel.BINDING : agentModel;
        modelSuccess = modelSuccess == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(modelSuccess));
        escalation = escalation == null ? new Escalation(0.05, 3, 5) : escalation;
        exploration = exploration == null ? new Exploration(0, 1) : exploration;
        onlyWhenNamed = Collections.unmodifiableSet(new TreeSet<>(onlyWhenNamed));
        tiers = Collections.unmodifiableMap(new TreeMap<>(tiers));
    }

    TierLimits tier(String name) {
        return tiers.getOrDefault(name, UNKNOWN_TIER);
    }

    double modelSuccess(Pricing.Model model, Complexity complexity) {
        Map<Complexity, Double> byAlias = model.alias() == null ? null : modelSuccess.get(model.alias());
        Map<Complexity, Double> known = byAlias == null ? modelSuccess.get(model.id()) : byAlias;
        return known == null ? UNKNOWN_MODEL : known.getOrDefault(complexity, UNKNOWN_MODEL);
    }

    /** The same with another share of exploration. */
    public PolicyParameters exploring(double share) {
        return with(models, new Exploration(share, exploration.mostCost()));
    }

    /** The same that weighs other models. */
    public PolicyParameters weighing(List<String> otherModels) {
        return with(otherModels, exploration);
    }

    private PolicyParameters with(List<String> otherModels, Exploration otherExploration) {
        return new PolicyParameters(
                version,
                fullCostShare,
                environmentFloor,
                environmentFloorAlone,
                minimumSuccess,
                staleAfter,
                silentAfter,
                dormantFor,
                minimumIsolation,
                onlyWhenNamed,
                defaultModel,
                otherModels,
                agentModel,
                modelSuccess,
                adviceTolerance,
                inputTokenShare,
                tiers,
                success,
                balanced,
                escalation,
                otherExploration);
    }
}
