package dev.signalbox.session.domain;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.route.PlannedAttempt;
import dev.signalbox.contracts.route.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * An attempt that was sent to a backend and has not ended.
 *
 * @param number counts from 1
 * @param expectedCost what the decision predicted for it
 * @param timeout longest run time
 * @param later what was planned for after it; empty in documents of versions that did not plan
 * @param taskClass what outcomes of such tasks are counted by; empty in documents of versions that did not count
 * @param escalates whether the client lets it go on to what was planned
 * @param timeoutGiven whether the client itself gave the time-out
 */
public record ActiveAttempt(
        int number,
        Route route,
        String explanation,
        Money expectedCost,
        Duration timeout,
        Instant dispatchedAt,
        List<PlannedAttempt> later,
        String taskClass,
        boolean escalates,
        boolean timeoutGiven) {

    @SuppressWarnings("NullAway") // absent in JSON arrives as null
    public ActiveAttempt {
        later = later == null ? List.of() : List.copyOf(later);
        taskClass = taskClass == null ? "" : taskClass;
    }

    /** The attempt that the router's answer asks for. */
    static ActiveAttempt of(Input.Routed routed, Instant now) {
        Route route = routed.chosen().route();
        return new ActiveAttempt(
                routed.request().attempt(),
                route,
                routed.explanation(),
                routed.chosen().cost(),
                routed.timeout(),
                now,
                after(route, routed.plan()),
                routed.taskClass(),
                routed.request().task().escalates(),
                routed.request().task().timeout() != null);
    }

    private static List<PlannedAttempt> after(Route route, List<PlannedAttempt> plan) {
        for (int i = 0; i < plan.size(); i++) {
            if (plan.get(i).route().equals(route)) {
                return plan.subList(i + 1, plan.size());
            }
        }
        return plan;
    }
}
