package dev.signalbox.router.domain;

import dev.signalbox.contracts.backend.Isolation;
import java.time.Duration;
import java.util.Collections;
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
 * @param staleAfter a backend that was not heard from for this long is taken with a note
 * @param silentAfter a backend that was not heard from for this long is not taken
 * @param minimumIsolation the weakest isolation taken; {@link Isolation#PROCESS} leaves the refusal to the executor,
 *     which announces itself unavailable unless its operator allowed it explicitly
 * @param onlyWhenNamed backends that are taken only when the client names them, such as the one for benchmarks
 * @param defaultModel alias of the model of an agent that names none
 * @param inputTokenShare share of the expected tokens that are read and not written by the model, 0 to 1
 * @param tiers limits by tier
 * @param success how likely attempts are to succeed
 * @param balanced weights of the objective {@code balanced}
 */
public record PolicyParameters(
        String version,
        double fullCostShare,
        Duration staleAfter,
        Duration silentAfter,
        Isolation minimumIsolation,
        Set<String> onlyWhenNamed,
        String defaultModel,
        double inputTokenShare,
        Map<String, TierLimits> tiers,
        SuccessPriors success,
        Weights balanced) {

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

    public PolicyParameters {
        onlyWhenNamed = Collections.unmodifiableSet(new TreeSet<>(onlyWhenNamed));
        tiers = Collections.unmodifiableMap(new TreeMap<>(tiers));
    }

    TierLimits tier(String name) {
        return tiers.getOrDefault(name, UNKNOWN_TIER);
    }
}
