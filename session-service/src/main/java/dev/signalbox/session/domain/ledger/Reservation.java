package dev.signalbox.session.domain.ledger;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was set aside for an attempt.
 *
 * @param agent that works on it; empty for a program or a model without an agent
 * @param amount that was set aside
 * @param settled what it cost; absent while it runs
 * @param at when it last changed
 */
public record Reservation(
        Of of,
        Account.Key account,
        String agent,
        Money amount,
        @Nullable Money settled,
        Instant at) {

    /** An attempt. */
    public record Of(TaskId task, int attempt) {}

    boolean open() {
        return settled == null;
    }

    Reservation settled(Money cost, Instant now) {
        return new Reservation(of, account, agent, amount, cost, now);
    }
}
