package dev.signalbox.session.adapter.rest;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.event.TaskPage;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.session.app.TaskQueries;
import dev.signalbox.session.app.TaskQueries.Cursor;
import dev.signalbox.session.app.TaskQueries.Filter;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Tasks for the gateway. Not for clients: it knows no API keys. */
@Path("/internal/tasks")
@Produces(MediaType.APPLICATION_JSON)
public class InternalTasksResource {

    private static final int MOST = 200;

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
    public Uni<TaskPage> page(
            @QueryParam("tenant") @DefaultValue("default") String tenant,
            @QueryParam("status") @Nullable String status,
            @QueryParam("session") @Nullable String session,
            @QueryParam("backend") @Nullable String backend,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") @DefaultValue("50") String most) {
        int limit = (int) Cursors.number("limit", most, 1, MOST);
        return queries.page(new Filter(
                new TenantId(tenant),
                read(
                        status,
                        text -> TaskStatus.valueOf(text.toUpperCase(Locale.ROOT))
                                .name()
                                .toLowerCase(Locale.ROOT)),
                session,
                backend,
                read(from, InternalTasksResource::instant),
                read(to, InternalTasksResource::instant),
                read(cursor, Cursor::decoded),
                limit));
    }

    private static <T> @Nullable T read(@Nullable String text, Function<String, T> reader) {
        return text == null || text.isEmpty() ? null : reader.apply(text);
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a time looks like 2026-11-20T21:00:00Z", e);
        }
    }

    private static Uni<RestResponse<Object>> answer(Uni<?> found, String id) {
        return found.map(item -> item == null
                ? RefusalMapper.answer(ProblemType.NOT_FOUND.because("there is no task " + id))
                : RestResponse.ok((Object) item));
    }
}
