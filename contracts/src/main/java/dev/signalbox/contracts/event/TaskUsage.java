package dev.signalbox.contracts.event;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.execution.Cost;
import dev.signalbox.contracts.execution.Usage;
import java.time.Instant;

/**
 * What the attempt has used and cost so far; see {@link dev.signalbox.contracts.execution.UsageMeasured}.
 *
 * @param usage of this attempt so far
 * @param cost of this attempt so far
 */
public record TaskUsage(TaskId taskId, int attempt, int epoch, int index, Usage usage, Cost cost, Instant at)
        implements TaskEvent {}
