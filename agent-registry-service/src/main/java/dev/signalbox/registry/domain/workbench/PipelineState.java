package dev.signalbox.registry.domain.workbench;

/** What a pipeline is doing. */
public enum PipelineState {
    /** A step is being done, or waits for its tasks. */
    RUNNING,
    /** A human has to go on: deploy, or promote a canary. */
    WAITING,
    /** A step failed; the version that is deployed goes on serving. */
    FAILED,
    /** Nothing is left to do. */
    DONE
}
