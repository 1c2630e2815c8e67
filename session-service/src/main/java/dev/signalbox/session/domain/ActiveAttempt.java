package dev.signalbox.session.domain;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.Cost;
import dev.signalbox.contracts.route.PlannedAttempt;
import dev.signalbox.contracts.route.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
 * @param lost what workers that were lost had spent, as far as they told; absent where none did
 * @param measured what the present worker has spent, as far as it told; absent where it did not
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
        boolean timeoutGiven,
        @Nullable Cost lost,
        @Nullable Cost measured) {

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
                routed.request().task().timeout() != null,
                null,
                null);
    }

    /** The present worker has spent this so far. */
    ActiveAttempt measuring(Cost soFar) {
        return with(lost, soFar);
    }

    /** Another worker begins: what the one before has spent stays spent. */
    ActiveAttempt begunAgain() {
        return measured == null ? this : with(sum(lost, measured), null);
    }

    /** What it cost, lost workers included: by its result, or by what was measured where there is none. */
    Cost cost(@Nullable AttemptFinished finished) {
        return sum(lost, finished == null ? measured : finished.cost());
    }

    private static Cost sum(@Nullable Cost a, @Nullable Cost b) {
        return a == null ? Objects.requireNonNullElse(b, Cost.NONE) : b == null ? a : a.plus(b);
    }

    private ActiveAttempt with(@Nullable Cost spentBefore, @Nullable Cost spentNow) {
        return new ActiveAttempt(
                number,
                route,
                explanation,
                expectedCost,
                timeout,
                dispatchedAt,
                later,
                taskClass,
                escalates,
                timeoutGiven,
                spentBefore,
                spentNow);
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
