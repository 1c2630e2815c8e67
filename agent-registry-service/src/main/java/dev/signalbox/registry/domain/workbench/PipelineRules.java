package dev.signalbox.registry.domain.workbench;

import java.time.Instant;

/** How pipelines go on: by time, and by the ends of their tasks. */
public final class PipelineRules {

    private PipelineRules() {}

    /** It is due: its step is begun, or its tasks did not end in time. */
    public static Move look(Pipeline pipeline, Facts facts, Instant now) {
        if (!pipeline.due(now)) {
            return Move.to(pipeline);
        }
        boolean late = !pipeline.waitingFor().isEmpty();
        return switch (pipeline.step()) {
            case GENERATE -> late ? GenerateStep.late(pipeline, facts, now) : GenerateStep.begin(pipeline, facts, now);
            case VALIDATE -> late ? ValidateStep.late(pipeline, facts, now) : ValidateStep.begin(pipeline, facts, now);
            case PREPARE -> late ? PrepareStep.late(pipeline, facts, now) : PrepareStep.begin(pipeline, facts, now);
            case DEPLOY -> DeployStep.begin(pipeline, facts, now);
            case MONITOR -> Move.to(pipeline.done(pipeline.stage(), "Nothing is left to do.", now));
        };
    }

    /** A task ended. One that it does not wait for, because it was told before, changes nothing. */
    public static Move ended(Pipeline pipeline, Facts facts, TaskEnd end, Instant now) {
        if (pipeline.state() != PipelineState.RUNNING || !pipeline.waitingFor().contains(end.task())) {
            return Move.to(pipeline);
        }
        return switch (pipeline.step()) {
            case GENERATE -> GenerateStep.ended(pipeline, facts, end, now);
            case VALIDATE -> ValidateStep.ended(pipeline, facts, end, now);
            case PREPARE -> PrepareStep.ended(pipeline, facts, end, now);
            case DEPLOY, MONITOR -> Move.to(pipeline);
        };
    }

    /** A human put the version on duty or on trial, or took it off: the pipeline says so. */
    public static Pipeline settled(Pipeline pipeline, Stage stage, String message, Instant now) {
        return stage == Stage.CANARY ? pipeline.waitsForHuman(stage, message, now) : pipeline.done(stage, message, now);
    }
}
