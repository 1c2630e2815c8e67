package dev.signalbox.contracts.route;

/** How much there is to a task: what team, tokens and time it is given. */
public enum Complexity {
    LOW,
    MEDIUM,
    HIGH,
    VERY_HIGH
}
