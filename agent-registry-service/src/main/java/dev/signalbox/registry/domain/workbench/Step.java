package dev.signalbox.registry.domain.workbench;

/** The steps of the way, in their order. */
public enum Step {
    GENERATE,
    VALIDATE,
    PREPARE,
    DEPLOY,
    MONITOR
}
