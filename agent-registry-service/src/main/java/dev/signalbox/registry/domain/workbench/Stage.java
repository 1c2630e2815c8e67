package dev.signalbox.registry.domain.workbench;

import java.util.Locale;

/** How far a version has come. */
public enum Stage {
    DRAFT,
    GENERATED,
    VALIDATED,
    ENVIRONMENT_READY,
    CANARY,
    DEPLOYED,
    RETIRED;

    /** As in {@code AgentStageChanged}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
