package dev.signalbox.gateway.adapter.router;

import dev.signalbox.contracts.route.DecisionRecord;
import dev.signalbox.contracts.route.WhyNotAnswer;
import dev.signalbox.contracts.route.WhyNotQuestion;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.telemetry.TraceContext;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** The internal REST of router-service. */
@RegisterRestClient(configKey = "router")
@Path("/internal")
interface RouterApi {

    @POST
    @Path("/routes")
    Uni<DecisionRecord> decide(
            @HeaderParam(TraceContext.TRACEPARENT) String traceparent,
            @HeaderParam(TraceContext.TRACESTATE) @Nullable String tracestate,
            TaskRequested request);

    @POST
    @Path("/why-not")
    Uni<WhyNotAnswer> whyNot(
            @HeaderParam(TraceContext.TRACEPARENT) String traceparent,
            @HeaderParam(TraceContext.TRACESTATE) @Nullable String tracestate,
            WhyNotQuestion question);
}
