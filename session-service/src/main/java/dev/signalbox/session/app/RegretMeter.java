package dev.signalbox.session.app;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.event.TaskResult;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.route.Regret;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Works out the regret of tasks as they end. What could have been chosen is remembered from the routes that this
 * instance read, in bounded memory: a task that began elsewhere, before a restart or too long ago is not evaluated.
 */
public final class RegretMeter {

    /** The cheapest candidates kept of a task: dearer ones hardly ever would have been cheaper than what was spent. */
    private static final int MOST_OPTIONS = 16;

    private static final Duration SLOT = Duration.ofMinutes(10);
    private static final int SLOTS = (int) (Duration.ofDays(1).dividedBy(SLOT));

    private final Map<TaskId, List<Regret.Option>> options;
    private final double[] sums = new double[SLOTS];
    private final long[] slotOf = new long[SLOTS];

    public RegretMeter(int mostTasks) {
        this.options = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<TaskId, List<Regret.Option>> eldest) {
                return size() > mostTasks;
            }
        };
    }

    /** A task could take these. */
    public synchronized void routed(TaskId task, List<Regret.Option> candidates) {
        options.put(
                task,
                candidates.size() <= MOST_OPTIONS
                        ? candidates
                        : candidates.stream()
                                .sorted(Comparator.comparing(Regret.Option::cost))
                                .limit(MOST_OPTIONS)
                                .toList());
    }

    /** The regret of a task that ended; empty when it cannot be told. */
    public synchronized Optional<Money> ended(TaskId task, TaskResult result, Instant now) {
        List<Regret.Option> candidates = options.remove(task);
        if (candidates == null || candidates.isEmpty() || result.status() != TaskStatus.SUCCEEDED) {
            return Optional.empty();
        }
        Money regret = Regret.of(
                candidates,
                result.attempts().stream()
                        .map(attempt -> new Regret.Tried(
                                attempt.route(),
                                attempt.outcome() == AttemptFinished.Outcome.SUCCEEDED,
                                attempt.expectedCost(),
                                attempt.cost().total()))
                        .toList());
        add(regret.usd().doubleValue(), now);
        return Optional.of(regret);
    }

    private void add(double regret, Instant now) {
        long slot = now.getEpochSecond() / SLOT.toSeconds();
        int index = (int) (slot % SLOTS);
        if (slotOf[index] != slot) {
            slotOf[index] = slot;
            sums[index] = 0;
        }
        sums[index] += regret;
    }

    /** The sum of the last 24 hours, in steps of 10 minutes. */
    public synchronized double lastDay(Instant now) {
        long slot = now.getEpochSecond() / SLOT.toSeconds();
        double sum = 0;
        for (int i = 0; i < SLOTS; i++) {
            if (slot - slotOf[i] < SLOTS) {
                sum += sums[i];
            }
        }
        return sum;
    }
}
