package dev.signalbox.gateway.adapter.router;

import dev.signalbox.contracts.route.DecisionRecord;
import dev.signalbox.contracts.route.WhyNotAnswer;
import dev.signalbox.contracts.route.WhyNotQuestion;
import dev.signalbox.contracts.task.TaskRequested;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** The internal REST of router-service. */
@RegisterRestClient(configKey = "router")
@Path("/internal")
interface RouterApi {

    @POST
    @Path("/routes")
    Uni<DecisionRecord> decide(@HeaderParam("traceparent") String traceparent, TaskRequested request);

    @POST
    @Path("/why-not")
    Uni<WhyNotAnswer> whyNot(@HeaderParam("traceparent") String traceparent, WhyNotQuestion question);
}
