package dev.signalbox.contracts.route;

/**
 * One thing that the analyser saw and what it adds.
 *
 * @param name which rule or feature
 * @param contribution what it adds to the log-odds that the task needs a full environment; negative speaks for a quick
 *     sandbox
 * @param because what was seen, in words
 */
public record Signal(String name, double contribution, String because) {}
