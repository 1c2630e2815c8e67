package dev.signalbox.gateway.adapter.router;

import dev.signalbox.contracts.route.TeamRecommendation;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.contracts.telemetry.TraceContext;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** The internal REST of router-service for teams. */
@RegisterRestClient(configKey = "router")
@Path("/internal/team-recommendations")
interface TeamsApi {

    @POST
    Uni<TeamRecommendation> recommend(
            @HeaderParam(TraceContext.TRACEPARENT) String traceparent,
            @HeaderParam(TraceContext.TRACESTATE) @Nullable String tracestate,
            TaskSpec task);
}
