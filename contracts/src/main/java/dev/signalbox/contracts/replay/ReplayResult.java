package dev.signalbox.contracts.replay;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a replay found; while it runs, so far.
 *
 * @param decisions first attempts that were decided again
 * @param changed of these, how many take another route
 * @param changes the most frequent changes, at most ten
 * @param evaluated decisions that the weighted estimates rest on
 * @param notEvaluated how many decisions cannot be evaluated, by reason: {@code no-outcome}, {@code cancelled},
 *     {@code not-covered} (the new route had probability 0 when it was decided), {@code no-route} (the policy finds
 *     none), {@code rejected-then} (no route was found when it was decided), {@code unreadable}
 * @param effectiveSampleSize how many unweighted decisions would tell as much
 * @param largestWeight before it was capped
 * @param cappedWeights how many weights were capped
 * @param assumedShare share of the policy's decisions that go where no outcome was seen: there the direct method only
 *     assumes
 * @param cost dollars per task with all its attempts
 * @param success share of tasks whose first attempt succeeds; what a failure costs is in {@code cost}
 * @param loggedRegretPerDay dollars per day that tasks cost above the cheapest route that would have succeeded, see
 *     {@link dev.signalbox.contracts.route.Regret}
 * @param regretPerDay the same of the policy, estimated by the doubly robust method
 * @param days length of the period that decisions were found in
 * @param summary in words
 */
public record ReplayResult(
        long decisions,
        long changed,
        List<RouteChange> changes,
        long evaluated,
        Map<String, Long> notEvaluated,
        double effectiveSampleSize,
        double largestWeight,
        long cappedWeights,
        double assumedShare,
        MeasuredDifference cost,
        MeasuredDifference success,
        double loggedRegretPerDay,
        double regretPerDay,
        double days,
        String summary) {

    public ReplayResult {
        changes = List.copyOf(changes);
        notEvaluated = Collections.unmodifiableMap(new TreeMap<>(notEvaluated));
    }
}
