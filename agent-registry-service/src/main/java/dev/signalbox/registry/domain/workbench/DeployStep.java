package dev.signalbox.registry.domain.workbench;

import dev.signalbox.registry.domain.workbench.PipelinePlan.Deployment;
import java.time.Instant;
import java.util.Locale;

/** Environment ready to deployed, or on trial. */
final class DeployStep {

    private DeployStep() {}

    static Move begin(Pipeline pipeline, Facts facts, Instant now) {
        Integer onDuty = facts.agent().life().deployedVersion();
        return switch (pipeline.plan().deploy()) {
            case MANUAL ->
                Move.to(pipeline.waitsForHuman(
                        pipeline.stage(),
                        "Ready: deploy it by POST /v1/agents/" + pipeline.agentId() + "/deploy?version="
                                + pipeline.version() + ".",
                        now));
            case AUTO -> deployed(pipeline, "Deployed.", now);
            case CANARY -> {
                if (onDuty == null || onDuty == pipeline.version()) {
                    yield deployed(pipeline, "Deployed: there is no other version to compare it with.", now);
                }
                String message = String.format(
                        Locale.ROOT,
                        "On trial beside version %d with %.0f %% of the tasks; promote it, or end the trial.",
                        onDuty,
                        pipeline.plan().share() * 100);
                yield Move.deploying(pipeline.waitsForHuman(Stage.CANARY, message, now), Deployment.CANARY);
            }
        };
    }

    private static Move deployed(Pipeline pipeline, String message, Instant now) {
        return Move.deploying(pipeline.done(Stage.DEPLOYED, message, now), Deployment.AUTO);
    }
}
