package dev.signalbox.contracts.route;

/**
 * One thing that the analyser saw and what it adds.
 *
 * @param name which rule or feature
 * @param contribution points that it adds to the complexity score
 * @param because what was seen, in words
 */
public record Signal(String name, int contribution, String because) {}
