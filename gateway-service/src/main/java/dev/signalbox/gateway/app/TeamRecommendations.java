package dev.signalbox.gateway.app;

import dev.signalbox.contracts.route.TeamRecommendation;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.contracts.telemetry.TraceContext;
import io.smallrye.mutiny.Uni;

/** Who the router would have work on a task. Fails with {@link Refusal} when it does not answer. */
public interface TeamRecommendations {

    /** The team for the task; nothing is run. */
    Uni<TeamRecommendation> recommend(TaskSpec task, TraceContext trace);
}
