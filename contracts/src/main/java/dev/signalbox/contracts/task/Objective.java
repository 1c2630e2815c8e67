package dev.signalbox.contracts.task;

/** What a route is chosen for, within the floor on success and the ceilings on cost and time. */
public enum Objective {
    CHEAPEST,
    BALANCED,
    FASTEST,
    BEST
}
