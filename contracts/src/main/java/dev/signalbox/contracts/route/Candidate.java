package dev.signalbox.contracts.route;

import dev.signalbox.contracts.Money;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A route that was weighed.
 *
 * @param route the combination
 * @param resources what the tier gives
 * @param successProbability estimate, 0 to 1
 * @param startUp expected time until the program runs
 * @param duration expected run time
 * @param cost expected cost of one attempt
 * @param expectedTotalCost cost plus the cost of what follows when it fails
 * @param score what the objective compares; lower is better
 * @param propensity probability with which this candidate would be taken, exploration included; 0 when it cannot
 * @param rejection why it cannot be taken; absent when it can
 */
public record Candidate(
        Route route,
        Resources resources,
        double successProbability,
        Duration startUp,
        Duration duration,
        Money cost,
        Money expectedTotalCost,
        double score,
        double propensity,
        @Nullable String rejection) {

    public boolean eligible() {
        return rejection == null;
    }
}
