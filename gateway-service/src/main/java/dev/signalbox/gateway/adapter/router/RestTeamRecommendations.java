package dev.signalbox.gateway.adapter.router;

import dev.signalbox.contracts.route.TeamRecommendation;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.contracts.telemetry.TraceContext;
import dev.signalbox.gateway.app.Refusal;
import dev.signalbox.gateway.app.TeamRecommendations;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Asks router-service. */
@Singleton
final class RestTeamRecommendations implements TeamRecommendations {

    private final TeamsApi router;

    RestTeamRecommendations(@RestClient TeamsApi router) {
        this.router = router;
    }

    @Override
    public Uni<TeamRecommendation> recommend(TaskSpec task, TraceContext trace) {
        return router.recommend(trace.traceparent(), trace.tracestate(), task)
                .onFailure()
                .transform(failure -> Refusal.unavailable("router-service does not answer; try again", failure));
    }
}
