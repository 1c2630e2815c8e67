package dev.signalbox.evaluation.section;

/** Figures of a section; their JSON form is that of the records. */
public sealed interface Figures permits BackendFigures, TaskTypeFigures, AgentFigures, ModelTierFigures {

    /** How many items were scored. */
    long items();
}
