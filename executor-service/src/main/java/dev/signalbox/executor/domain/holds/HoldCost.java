package dev.signalbox.executor.domain.holds;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.route.Rates;
import dev.signalbox.contracts.route.Resources;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What holding has cost: size by time, without the times in which a task paid or the sandbox rested.
 *
 * @param spent until the meter last stopped
 * @param runningSince since when the meter runs; absent while it stands
 * @param size that is charged while it runs
 */
public record HoldCost(
        Money spent,
        @Nullable Instant runningSince,
        @Nullable Resources size) {

    public static final HoldCost NOTHING = new HoldCost(Money.ZERO, null, null);

    /** The meter runs; one that runs already goes on. */
    public HoldCost running(Resources charged, Instant now) {
        return runningSince == null ? new HoldCost(spent, now, charged) : this;
    }

    /** The meter stands. */
    public HoldCost stopped(Rates rates, Instant now) {
        return new HoldCost(until(rates, now), null, null);
    }

    /** All until now. */
    public Money until(Rates rates, Instant now) {
        if (runningSince == null || size == null || !now.isAfter(runningSince)) {
            return spent;
        }
        return spent.plus(rates.cost(size, Duration.between(runningSince, now)));
    }
}
