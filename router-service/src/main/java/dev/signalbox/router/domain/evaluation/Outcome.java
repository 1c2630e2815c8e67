package dev.signalbox.router.domain.evaluation;

/**
 * How a task went.
 *
 * @param success whether its first attempt succeeded; that a later one did shows in the cost
 * @param cost in dollars of all its attempts
 * @param regret in dollars, what it cost above the cheapest route that would have succeeded, see
 *     {@link dev.signalbox.contracts.route.Regret}
 */
public record Outcome(boolean success, double cost, double regret) {}
