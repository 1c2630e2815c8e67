package dev.signalbox.contracts.event;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.problem.Problem;
import java.time.Instant;

/**
 * An attempt did not do it, another follows.
 *
 * @param attempt the one that ended
 * @param problem why
 * @param nextAttemptAt when the next is routed
 */
public record TaskRetrying(TaskId taskId, int attempt, Problem problem, Instant nextAttemptAt, Instant at)
        implements TaskEvent {}
