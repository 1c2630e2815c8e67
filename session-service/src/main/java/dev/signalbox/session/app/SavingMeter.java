package dev.signalbox.session.app;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.event.TaskResult;
import dev.signalbox.contracts.event.TaskResult.AttemptSummary;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.execution.AttemptFinished;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What routing saved against always using the full environment, at equal success: only tasks that succeeded are compared.
 * What it would have cost is the router's estimate, scaled by cost over prediction of the attempt that succeeded, because how
 * long a task takes is mostly its own. It is remembered in bounded memory: a task that began elsewhere, before a restart or
 * too long ago is not compared.
 */
public final class SavingMeter {

    private final Map<TaskId, Money> estimates;

    public SavingMeter(int mostTasks) {
        this.estimates = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<TaskId, Money> eldest) {
                return size() > mostTasks;
            }
        };
    }

    /**
     * A task that was done.
     *
     * @param reference what the full environment would have cost
     * @param spent what all attempts cost
     */
    public record Compared(Money reference, Money spent) {}

    /** What the full environment is expected to cost for the task. */
    public synchronized void routed(TaskId task, Money fullCost) {
        estimates.put(task, fullCost);
    }

    /** The comparison; empty when there is none. */
    public synchronized Optional<Compared> ended(TaskId task, TaskResult result) {
        Money estimate = estimates.remove(task);
        if (estimate == null || result.status() != TaskStatus.SUCCEEDED) {
            return Optional.empty();
        }
        Money spent = Money.ZERO;
        BigDecimal scale = BigDecimal.ONE;
        for (AttemptSummary attempt : result.attempts()) {
            Money cost = attempt.cost().total();
            spent = spent.plus(cost);
            if (attempt.outcome() == AttemptFinished.Outcome.SUCCEEDED
                    && attempt.expectedCost().exceeds(Money.ZERO)) {
                scale = cost.usd().divide(attempt.expectedCost().usd(), MathContext.DECIMAL64);
            }
        }
        return Optional.of(new Compared(estimate.times(scale), spent));
    }
}
