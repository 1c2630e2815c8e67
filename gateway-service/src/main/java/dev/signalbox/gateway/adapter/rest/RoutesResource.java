package dev.signalbox.gateway.adapter.rest;

import dev.signalbox.contracts.route.DecisionRecord;
import dev.signalbox.gateway.app.CheckTask;
import dev.signalbox.gateway.app.PreviewRoute;
import dev.signalbox.gateway.domain.Submission;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The decision for a task without running it. */
@Path("/v1/routes")
@Produces(MediaType.APPLICATION_JSON)
@Singleton
public class RoutesResource {

    private final PreviewRoute preview;

    private final Bodies bodies;

    RoutesResource(PreviewRoute preview, Bodies bodies) {
        this.preview = preview;
        this.bodies = bodies;
    }

    @POST
    public Uni<DecisionRecord> preview(RoutingContext context) {
        Bodies.refuseOtherThanJson(context);
        return bodies.bytes(context).chain(body -> preview(body, context));
    }

    private Uni<DecisionRecord> preview(byte[] body, RoutingContext context) {
        Submission submission = TaskJson.read(body);
        CheckTask.refuseInvalid(submission.task());
        return preview.preview(Edge.caller(context), submission);
    }
}
