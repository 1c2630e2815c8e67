package dev.signalbox.router.adapter.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.TeamRecommendation;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.router.domain.TaskAnalyser;
import dev.signalbox.router.domain.TeamRecommender;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;

/** Who should work on a task. */
@Path("/internal/team-recommendations")
public class TeamRecommendationsResource {

    private static final ObjectReader READER = Json.mapper().readerFor(TaskSpec.class);

    private final TaskAnalyser analyser;
    private final TeamRecommender teams;

    public TeamRecommendationsResource(TaskAnalyser analyser, TeamRecommender teams) {
        this.analyser = analyser;
        this.teams = teams;
    }

    /** The team for a task; nothing is run. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Recommend who should work on a task")
    public TeamRecommendation recommend(
            @RequestBody(content = @Content(schema = @Schema(implementation = TaskSpec.class))) String body) {
        TaskSpec task = parse(body);
        return teams.withRoles(teams.recommend(task.prompt(), analyser.analyse(task)));
    }

    private static TaskSpec parse(String body) {
        try {
            TaskSpec task = READER.readValue(body);
            if (task == null) {
                throw new ProblemException(ProblemType.MALFORMED_REQUEST.because("The body is JSON null."));
            }
            return task;
        } catch (JsonProcessingException e) {
            throw new ProblemException(
                    ProblemType.MALFORMED_REQUEST.because("The body is no TaskSpec: " + e.getOriginalMessage()));
        }
    }
}
