package dev.signalbox.gateway.adapter.rest;

import dev.signalbox.contracts.route.TeamRecommendation;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.gateway.app.CheckTask;
import dev.signalbox.gateway.app.TeamRecommendations;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Who should work on a task, without running it. */
@Path("/v1/team-recommendations")
@Produces(MediaType.APPLICATION_JSON)
@Singleton
public class TeamRecommendationsResource {

    private final TeamRecommendations teams;
    private final Bodies bodies;

    TeamRecommendationsResource(TeamRecommendations teams, Bodies bodies) {
        this.teams = teams;
        this.bodies = bodies;
    }

    @POST
    public Uni<TeamRecommendation> recommend(RoutingContext context) {
        Bodies.refuseOtherThanJson(context);
        return bodies.bytes(context).chain(body -> {
            TaskSpec task = TaskJson.read(body).task();
            CheckTask.refuseInvalid(task);
            return teams.recommend(task, Edge.caller(context).trace());
        });
    }
}
