package dev.signalbox.router.adapter.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.DecisionRecord;
import dev.signalbox.contracts.route.TaskRejected;
import dev.signalbox.contracts.route.TaskRouted;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.router.app.RouteTask;
import dev.signalbox.router.app.RoutingResult;
import dev.signalbox.router.app.SnapshotProgress;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;

/** A decision without running it. */
@Path("/internal/routes")
public class RoutesResource {

    private static final ObjectReader READER = Json.mapper().readerFor(TaskRequested.class);

    /** Stands for the task where the caller gave no id. */
    private static final TaskId NO_TASK = new TaskId("not-submitted");

    private final RouteTask routeTask;
    private final SnapshotProgress progress;
    private final Clock clock;

    public RoutesResource(RouteTask routeTask, SnapshotProgress progress, Clock clock) {
        this.routeTask = routeTask;
        this.progress = progress;
        this.clock = clock;
    }

    /** Routes the task and publishes nothing; where no route can be taken the problem stands in the decision. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(summary = "Decide where a task would go, without running it")
    public DecisionRecord decide(
            @RequestBody(content = @Content(schema = @Schema(implementation = TaskRequested.class))) String body) {
        if (progress.completeSince() == null) {
            throw new ProblemException(
                    ProblemType.UNAVAILABLE.because("The router is still reading what backends and agents there are."));
        }
        Instant now = clock.instant();
        TaskRequested request = parse(body).completed(NO_TASK, now);
        return switch (routeTask.route(request, now)) {
            case RoutingResult.Routed(TaskRouted routed) ->
                new DecisionRecord(
                        request.taskId() == null ? NO_TASK : request.taskId(),
                        request.attempt(),
                        routed.decision(),
                        routed.input(),
                        now);
            case RoutingResult.Rejected(TaskRejected rejected) -> {
                if (rejected.decision() == null) {
                    throw new ProblemException(rejected.problem());
                }
                yield new DecisionRecord(
                        request.taskId() == null ? NO_TASK : request.taskId(),
                        request.attempt(),
                        rejected.decision(),
                        rejected.input(),
                        now);
            }
        };
    }

    private static TaskRequested parse(String body) {
        try {
            TaskRequested request = READER.readValue(body);
            if (request == null) {
                throw new ProblemException(ProblemType.MALFORMED_REQUEST.because("The body is JSON null."));
            }
            return request;
        } catch (JsonProcessingException e) {
            throw new ProblemException(
                    ProblemType.MALFORMED_REQUEST.because("The body is no TaskRequested: " + e.getOriginalMessage()));
        }
    }
}
