package dev.signalbox.router.domain.evaluation;

/**
 * How a task went.
 *
 * @param success whether its first attempt succeeded; that a later one did shows in the cost
 * @param cost in dollars of all its attempts
 */
public record Outcome(boolean success, double cost) {}
