package dev.signalbox.contracts.event;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.route.Route;
import java.time.Instant;

/**
 * An attempt was sent to its backend.
 *
 * @param attempt its number
 * @param route where to
 * @param explanation why, in words
 * @param expectedCost what it is expected to cost
 */
public record TaskDispatched(
        TaskId taskId, int attempt, Route route, String explanation, Money expectedCost, Instant at)
        implements TaskEvent {}
