package dev.signalbox.contracts.route;

import dev.signalbox.contracts.Money;
import org.jspecify.annotations.Nullable;

/**
 * What a candidate policy, running in the shadow without effect, would have decided.
 *
 * @param policy name and version, {@code careful@3}
 * @param route that it would have taken; absent when it found none
 * @param cost expected of the attempt
 * @param expectedTotalCost with what follows when it fails
 * @param successProbability as it estimates
 * @param agrees whether the route is the one that was taken
 */
public record ShadowDecision(
        String policy,
        @Nullable Route route,
        Money cost,
        Money expectedTotalCost,
        double successProbability,
        boolean agrees) {}
