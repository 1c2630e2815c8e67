package dev.signalbox.session.adapter.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.WorkflowId;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.query.QueryParameters;
import dev.signalbox.session.app.RefusedException;
import dev.signalbox.session.app.workflows.TeamEdit;
import dev.signalbox.session.app.workflows.WorkflowView;
import dev.signalbox.session.app.workflows.Workflows;
import dev.signalbox.session.domain.workflows.WorkflowReport;
import dev.signalbox.session.domain.workflows.WorkflowRequest;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Workflows. The gateway stands before it and says whose they are. */
@Path("/v1/workflows")
@Produces(MediaType.APPLICATION_JSON)
@InTrace
@RunOnVirtualThread
public class WorkflowsResource {

    private static final String TENANT = "X-Signalbox-Tenant";
    private static final String ACTOR = "X-Signalbox-Actor";
    private static final int USUAL = 50;
    private static final int MOST = 200;
    private static final int LONGEST_KEY = 256;

    private final Workflows workflows;
    private final ObjectMapper json;

    WorkflowsResource(Workflows workflows, ObjectMapper json) {
        this.workflows = workflows;
        this.json = json;
    }

    /** Where to begin again. */
    public record Retry(@Nullable String from) {}

    /** Why it ends. */
    public record Cancel(@Nullable String reason) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Begin a workflow: a goal that a generated team works on, after a human's approval")
    public RestResponse<WorkflowView> begin(
            @HeaderParam(TENANT) @DefaultValue("default") String tenant,
            @HeaderParam("Idempotency-Key") @Nullable String key,
            String body) {
        if (key != null && (key.isBlank() || key.length() > LONGEST_KEY)) {
            throw new IllegalArgumentException("Idempotency-Key is 1 to " + LONGEST_KEY + " characters");
        }
        WorkflowView view = workflows.begin(new TenantId(tenant), read(body, WorkflowRequest.class), key);
        return RestResponse.ResponseBuilder.<WorkflowView>accepted()
                .entity(view)
                .location(URI.create("/v1/workflows/" + view.workflowId()))
                .build();
    }

    @GET
    @Operation(summary = "Workflows, the newest first; status: open, all or one of them")
    public Workflows.Page list(@HeaderParam(TENANT) @DefaultValue("default") String tenant, @Context UriInfo uri) {
        QueryParameters asked = QueryParameters.of(uri.getQueryParameters(), "status", "cursor", "limit");
        return workflows.list(
                new TenantId(tenant),
                asked.oneOf("status", Workflows.LISTED),
                asked.read("cursor", Cursors.IS, Workflows::position),
                (int) asked.number("limit", USUAL, 1, MOST));
    }

    @GET
    @Path("/{id}")
    public WorkflowView view(@HeaderParam(TENANT) @DefaultValue("default") String tenant, @PathParam("id") String id) {
        return workflows.view(new TenantId(tenant), new WorkflowId(id));
    }

    @GET
    @Path("/{id}/events")
    @Operation(summary = "What happened, in words, oldest first; after: the sequence of the last that is known")
    public Workflows.Events events(
            @HeaderParam(TENANT) @DefaultValue("default") String tenant,
            @PathParam("id") String id,
            @Context UriInfo uri) {
        QueryParameters asked = QueryParameters.of(uri.getQueryParameters(), "after");
        return workflows.events(new TenantId(tenant), new WorkflowId(id), asked.number("after", 0, 0, Long.MAX_VALUE));
    }

    @GET
    @Path("/{id}/report")
    public WorkflowReport report(
            @HeaderParam(TENANT) @DefaultValue("default") String tenant, @PathParam("id") String id) {
        return workflows.report(new TenantId(tenant), new WorkflowId(id));
    }

    @PUT
    @Path("/{id}/team")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Change agents, steps or budget before the approval; it is quoted anew")
    public WorkflowView team(
            @HeaderParam(TENANT) @DefaultValue("default") String tenant, @PathParam("id") String id, String body) {
        return workflows.edit(new TenantId(tenant), new WorkflowId(id), read(body, TeamEdit.class));
    }

    @POST
    @Path("/{id}/pause")
    public WorkflowView pause(@HeaderParam(TENANT) @DefaultValue("default") String tenant, @PathParam("id") String id) {
        return workflows.pause(new TenantId(tenant), new WorkflowId(id));
    }

    @POST
    @Path("/{id}/resume")
    public WorkflowView resume(
            @HeaderParam(TENANT) @DefaultValue("default") String tenant, @PathParam("id") String id) {
        return workflows.resume(new TenantId(tenant), new WorkflowId(id));
    }

    @POST
    @Path("/{id}/cancel")
    public WorkflowView cancel(
            @HeaderParam(TENANT) @DefaultValue("default") String tenant,
            @HeaderParam(ACTOR) @Nullable String actor,
            @PathParam("id") String id,
            @Nullable String body) {
        String reason =
                body == null || body.isBlank() ? null : read(body, Cancel.class).reason();
        String who = actor == null ? "a person" : actor;
        return workflows.cancel(
                new TenantId(tenant), new WorkflowId(id), reason == null ? "cancelled by " + who : who + ": " + reason);
    }

    @POST
    @Path("/{id}/retry")
    @Operation(summary = "Do a step, and all that build on it, again; from: id or name of the step")
    public WorkflowView retry(
            @HeaderParam(TENANT) @DefaultValue("default") String tenant, @PathParam("id") String id, String body) {
        String from = read(body, Retry.class).from();
        if (from == null || from.isBlank()) {
            throw new IllegalArgumentException("/from is missing: id or name of a step");
        }
        return workflows.retry(new TenantId(tenant), new WorkflowId(id), from);
    }

    private <T> T read(@Nullable String body, Class<T> type) {
        try {
            T value = body == null ? null : json.readValue(body, type);
            if (value == null) {
                throw new RefusedException(ProblemType.MALFORMED_REQUEST.because("the body is missing"));
            }
            return value;
        } catch (JsonProcessingException e) {
            // Jackson's own message quotes the content.
            String where = e instanceof com.fasterxml.jackson.databind.JsonMappingException mapping
                    ? mapping.getPath().stream()
                            .map(step -> step.getFieldName() == null ? "" + step.getIndex() : step.getFieldName())
                            .collect(java.util.stream.Collectors.joining("/", " at /", ""))
                    : "";
            throw new RefusedException(
                    ProblemType.MALFORMED_REQUEST.because("the body is no JSON of the right form" + where));
        }
    }
}
