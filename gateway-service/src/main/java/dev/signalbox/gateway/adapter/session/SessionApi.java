package dev.signalbox.gateway.adapter.session;

import dev.signalbox.contracts.event.TaskPage;
import dev.signalbox.contracts.event.TaskView;
import dev.signalbox.contracts.route.DecisionRecord;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jspecify.annotations.Nullable;

/** The internal REST of session-service. */
@RegisterRestClient(configKey = "session")
@Path("/internal/tasks")
interface SessionApi {

    @GET
    @Path("/{id}")
    Uni<TaskView> task(@PathParam("id") String id);

    @GET
    Uni<TaskPage> tasks(
            @QueryParam("tenant") String tenant,
            @QueryParam("status") @Nullable String status,
            @QueryParam("session") @Nullable String session,
            @QueryParam("backend") @Nullable String backend,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to,
            @QueryParam("cursor") @Nullable String cursor,
            @QueryParam("limit") int limit);

    @GET
    @Path("/{id}/decision")
    Uni<DecisionRecord> decision(@PathParam("id") String id, @QueryParam("attempt") @Nullable Integer attempt);
}
