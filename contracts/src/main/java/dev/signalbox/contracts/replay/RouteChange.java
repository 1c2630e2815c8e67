package dev.signalbox.contracts.replay;

/**
 * Decisions that went one way and would go another.
 *
 * @param from route that was taken
 * @param to route that the policy takes; {@code none} where it finds none
 * @param count how many
 */
public record RouteChange(String from, String to, long count) {}
