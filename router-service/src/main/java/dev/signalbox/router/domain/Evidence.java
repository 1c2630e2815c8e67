package dev.signalbox.router.domain;

import dev.signalbox.contracts.route.RouteStatistics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was measured of the routes that a task could take, and what it says of those that were not: whatever succeeds in a
 * sandbox succeeds in a larger one and in a full environment too, so good outcomes of a weaker route are the prior of a
 * stronger one; and code runs about as long wherever it runs.
 */
final class Evidence {

    private static final Evidence NONE = new Evidence(List.of());

    private final Map<String, RouteStatistics> byClass;
    private final List<Draft> measured = new ArrayList<>();
    private final double pooledAttempts;
    private final double pooledMillis;

    private Evidence(List<RouteStatistics> statistics) {
        byClass = statistics.isEmpty() ? Map.of() : new HashMap<>();
        double attempts = 0;
        double millis = 0;
        for (RouteStatistics one : statistics) {
            byClass.put(one.routeClass(), one);
            if (withoutModel(one.routeClass())) {
                attempts += attempts(one);
                millis += attempts(one) * one.meanDuration().toMillis();
            }
        }
        pooledAttempts = attempts;
        pooledMillis = millis;
    }

    static Evidence of(List<RouteStatistics> statistics) {
        return statistics.isEmpty() ? NONE : new Evidence(statistics);
    }

    /** A class is {@code task/backend/tier}, with a model {@code task/backend/tier/model}. */
    private static boolean withoutModel(String routeClass) {
        int slash = routeClass.indexOf('/');
        int second = routeClass.indexOf('/', slash + 1);
        return routeClass.indexOf('/', second + 1) < 0;
    }

    static double attempts(RouteStatistics statistics) {
        return statistics.successes() + statistics.failures();
    }

    /** To be called for every draft, its prior known, before any of the others. */
    void note(Draft draft, String taskClass) {
        if (byClass.isEmpty()) {
            return;
        }
        draft.measured = byClass.get(RouteClass.of(taskClass, draft.route));
        if (draft.measured != null) {
            measured.add(draft);
        }
    }

    /** The draft's prior, lifted by the outcomes of routes that are weaker than it. */
    double prior(Draft draft, double weight) {
        double prior = draft.prior;
        for (Draft weaker : measured) {
            if (draft.isStrongerThan(weaker)) {
                double succeeds = posterior(weaker.prior, weight, weaker.measured);
                // What the stronger one adds where the weaker fails, as it was assumed before.
                double adds = weaker.prior >= 1 ? 0 : Math.max(0, (draft.prior - weaker.prior) / (1 - weaker.prior));
                prior = Math.max(prior, succeeds + (1 - succeeds) * adds);
            }
        }
        return prior;
    }

    /** Mean of the Beta distribution whose prior counts as {@code weight} attempts. */
    static double posterior(double prior, double weight, @Nullable RouteStatistics outcomes) {
        return outcomes == null
                ? prior
                : (prior * weight + outcomes.successes()) / (weight + outcomes.successes() + outcomes.failures());
    }

    /** The profile's run time, mixed with that of other routes which code of this class took. */
    double pooledMillis(double profileMillis, double weight, Draft draft) {
        if (pooledAttempts == 0 || draft.route.model() != null) {
            return profileMillis;
        }
        RouteStatistics own = draft.measured;
        double ownAttempts = own == null ? 0 : attempts(own);
        double ownMillis = own == null ? 0 : ownAttempts * own.meanDuration().toMillis();
        return (profileMillis * weight + pooledMillis - ownMillis) / (weight + pooledAttempts - ownAttempts);
    }
}
