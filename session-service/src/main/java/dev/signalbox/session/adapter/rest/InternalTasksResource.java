package dev.signalbox.session.adapter.rest;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.event.TaskPage;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.query.QueryParameters;
import dev.signalbox.session.app.TaskQueries;
import dev.signalbox.session.app.TaskQueries.Cursor;
import dev.signalbox.session.app.TaskQueries.Filter;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Tasks for the gateway. Not for clients: it knows no API keys. */
@Path("/internal/tasks")
@Produces(MediaType.APPLICATION_JSON)
public class InternalTasksResource {

    private static final int USUAL = 50;
    private static final int MOST = 200;
    private static final List<String> STATUSES = Arrays.stream(TaskStatus.values())
            .map(status -> status.name().toLowerCase(Locale.ROOT))
            .toList();

    private final TaskQueries queries;

    InternalTasksResource(TaskQueries queries) {
        this.queries = queries;
    }

    @GET
    @Path("/{id}")
    public Uni<RestResponse<Object>> task(@PathParam("id") String id) {
        return answer(queries.task(new TaskId(id)), id);
    }

    @GET
    @Path("/{id}/decision")
    public Uni<RestResponse<Object>> decision(
            @PathParam("id") String id, @QueryParam("attempt") @Nullable Integer attempt) {
        return answer(queries.decision(new TaskId(id), attempt), id);
    }

    @GET
    public Uni<TaskPage> page(@Context UriInfo uri) {
        QueryParameters asked = QueryParameters.of(
                uri.getQueryParameters(), "tenant", "status", "session", "backend", "from", "to", "cursor", "limit");
        return queries.page(new Filter(
                new TenantId(asked.text("tenant", "default")),
                asked.oneOf("status", STATUSES),
                asked.text("session"),
                asked.text("backend"),
                asked.time("from"),
                asked.time("to"),
                asked.read("cursor", Cursors.IS, Cursor::decoded),
                (int) asked.number("limit", USUAL, 1, MOST)));
    }

    private static Uni<RestResponse<Object>> answer(Uni<?> found, String id) {
        return found.map(item -> item == null
                ? RefusalMapper.answer(ProblemType.NOT_FOUND.because("there is no task " + id))
                : RestResponse.ok((Object) item));
    }
}
