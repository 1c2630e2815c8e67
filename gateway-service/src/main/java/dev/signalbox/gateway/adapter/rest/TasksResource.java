package dev.signalbox.gateway.adapter.rest;

import dev.signalbox.contracts.event.TaskPage;
import dev.signalbox.contracts.event.TaskView;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.DecisionRecord;
import dev.signalbox.contracts.route.WhyNotAnswer;
import dev.signalbox.gateway.app.AnswerAgent;
import dev.signalbox.gateway.app.ExplainTask;
import dev.signalbox.gateway.app.FindTask;
import dev.signalbox.gateway.app.Refusal;
import dev.signalbox.gateway.app.StopTask;
import dev.signalbox.gateway.app.SubmitTask;
import dev.signalbox.gateway.app.Tasks;
import dev.signalbox.gateway.config.GatewayConfig;
import dev.signalbox.gateway.domain.IdempotencyKey;
import dev.signalbox.gateway.domain.Preference;
import dev.signalbox.gateway.domain.Submission;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tasks: submit, look at, list, cancel, answer their agents, explain. Their events are served by {@link EventsRoute}. */
@Path("/v1/tasks")
@Produces(MediaType.APPLICATION_JSON)
@Singleton
public class TasksResource {

    private final SubmitTask submit;
    private final FindTask find;
    private final StopTask stop;
    private final AnswerAgent answer;
    private final ExplainTask explain;
    private final Tasks tasks;
    private final Bodies bodies;
    private final Duration longestWait;

    TasksResource(
            SubmitTask submit,
            FindTask find,
            StopTask stop,
            AnswerAgent answer,
            ExplainTask explain,
            Tasks tasks,
            Bodies bodies,
            GatewayConfig config) {
        this.submit = submit;
        this.find = find;
        this.stop = stop;
        this.answer = answer;
        this.explain = explain;
        this.tasks = tasks;
        this.bodies = bodies;
        this.longestWait = config.longestWait();
    }

    @POST
    public Uni<Response> submit(RoutingContext context) {
        Bodies.refuseOtherThanJson(context);
        return bodies.bytes(context).chain(body -> submit(body, context));
    }

    private Uni<Response> submit(byte[] body, RoutingContext context) {
        Submission submission = TaskJson.read(body);
        IdempotencyKey key = Parameters.idempotencyKey(context.request().getHeader("Idempotency-Key"));
        SubmitTask.Once once = key == null ? null : new SubmitTask.Once(key, TaskJson.fingerprint(submission));
        Duration wait = Preference.wait(context.request().headers().getAll("Prefer"), longestWait);
        return submit.submit(Edge.caller(context), submission, once, wait).map(view -> accepted(view, wait));
    }

    private static Response accepted(TaskView view, @Nullable Duration wait) {
        Response.ResponseBuilder response = Response.status(view.status().ended() ? 200 : 202)
                .header(HttpHeaders.LOCATION, "/v1/tasks/" + view.taskId())
                .entity(view);
        if (wait != null) {
            response.header("Preference-Applied", "wait=" + wait.toSeconds());
        }
        return response.build();
    }

    @GET
    @Path("/{id}")
    public Uni<TaskView> find(@PathParam("id") String id, RoutingContext context) {
        return find.find(Edge.caller(context).tenant(), Parameters.taskId(id));
    }

    @GET
    public Uni<TaskPage> list(RoutingContext context) {
        return tasks.list(Edge.caller(context).tenant(), Parameters.filter(context));
    }

    @POST
    @Path("/{id}/cancel")
    public Uni<Response> cancel(@PathParam("id") String id, RoutingContext context) {
        return bodies.bytes(context)
                .map(body -> body.length == 0 ? Optional.<String>empty() : reason(body, context))
                .chain(reason -> stop.stop(Edge.caller(context), Parameters.taskId(id), reason.orElse(null)))
                .map(TasksResource::taken);
    }

    private static Response taken(TaskView view) {
        return Response.accepted(view)
                .header(HttpHeaders.LOCATION, "/v1/tasks/" + view.taskId())
                .build();
    }

    @POST
    @Path("/{id}/answers")
    public Uni<Response> answer(@PathParam("id") String id, RoutingContext context) {
        Bodies.refuseOtherThanJson(context);
        return bodies.bytes(context)
                .map(Bodies::answer)
                .chain(given -> answer.answer(
                        Edge.caller(context),
                        Parameters.taskId(id),
                        Objects.requireNonNullElse(given.questionId(), ""),
                        Objects.requireNonNullElse(given.answer(), "")))
                .map(TasksResource::taken);
    }

    private static Optional<String> reason(byte[] body, RoutingContext context) {
        Bodies.refuseOtherThanJson(context);
        String reason = Bodies.cancellation(body).reason();
        if (reason != null && reason.length() > Bodies.LONGEST_REASON) {
            throw Refusal.of(
                    ProblemType.TOO_LARGE,
                    "/reason has " + reason.length() + " characters, the limit is " + Bodies.LONGEST_REASON);
        }
        return Optional.ofNullable(reason);
    }

    @GET
    @Path("/{id}/decision")
    public Uni<DecisionRecord> decision(@PathParam("id") String id, RoutingContext context) {
        return explain.explain(Edge.caller(context).tenant(), Parameters.taskId(id), Parameters.attempt(context));
    }

    @GET
    @Path("/{id}/decision/why-not")
    public Uni<WhyNotAnswer> whyNot(@PathParam("id") String id, RoutingContext context) {
        Parameters.WhyNot question = Parameters.whyNot(context);
        return explain.whyNot(Edge.caller(context), Parameters.taskId(id), question.attempt(), question.asked());
    }
}
