package dev.signalbox.contracts.route;

/**
 * A kind of work that a task may be.
 *
 * @param type the kind
 * @param probability 0 to 1
 */
public record TypeProbability(TaskType type, double probability) {}
