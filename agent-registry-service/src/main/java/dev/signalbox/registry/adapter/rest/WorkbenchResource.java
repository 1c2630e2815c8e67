package dev.signalbox.registry.adapter.rest;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.registry.adapter.rest.WorkbenchViews.AgentEvidenceView;
import dev.signalbox.registry.adapter.rest.WorkbenchViews.PipelineView;
import dev.signalbox.registry.adapter.rest.WorkbenchViews.VersionsView;
import dev.signalbox.registry.app.ManageAgents;
import dev.signalbox.registry.app.Refused;
import dev.signalbox.registry.app.workbench.DeployVersions;
import dev.signalbox.registry.app.workbench.EvidenceStore;
import dev.signalbox.registry.app.workbench.Pipelines;
import dev.signalbox.registry.app.workbench.StartPipelines;
import dev.signalbox.registry.domain.Agent;
import dev.signalbox.registry.domain.workbench.Pipeline;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The workbench: how versions become deployed, how they differ, and how they do. */
@Path("/v1/agents")
@Tag(name = "Workbench")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class WorkbenchResource {

    private final ManageAgents agents;
    private final DeployVersions versions;
    private final StartPipelines start;
    private final Pipelines pipelines;
    private final EvidenceStore evidence;

    WorkbenchResource(
            ManageAgents agents,
            DeployVersions versions,
            StartPipelines start,
            Pipelines pipelines,
            EvidenceStore evidence) {
        this.agents = agents;
        this.versions = versions;
        this.start = start;
        this.pipelines = pipelines;
        this.evidence = evidence;
    }

    /** Which version; the newest, the one on trial or the one before when absent. */
    @Schema(name = "VersionChoice")
    record VersionChoice(@Nullable Integer version) {}

    /** Where to go back to; the version on duty before when absent. */
    @Schema(name = "RollBack")
    record RollBack(@Nullable Integer to) {}

    /** A trial: 10 % of the tasks and 20 runs when absent. */
    @Schema(name = "NewCanary")
    record NewCanary(
            @Nullable Integer version,
            @Nullable Double share,
            @Nullable Integer minimumRuns) {}

    @POST
    @Path("/{id}/pipeline")
    @Operation(
            summary = "Send a version through the pipeline",
            description = "Draft, generated, validated, environment ready, deployed. It goes on by itself; see GET."
                    + " A version that failed or was done begins again.")
    @APIResponse(
            responseCode = "202",
            description = "On its way",
            content = @Content(schema = @Schema(implementation = PipelineView.class)))
    @APIResponse(responseCode = "409", description = "It is on its way already")
    public Uni<Response> begin(
            @PathParam("id") String id,
            @HeaderParam(AgentsResource.ACTOR) @Nullable String actor,
            @HeaderParam(AgentsResource.TENANT) @Nullable String tenant,
            @Context HttpHeaders headers,
            @Nullable PipelineOptions body) {
        PipelineOptions options = body == null ? PipelineOptions.DEFAULTS : body;
        return start.start(
                        Checks.agentId(id),
                        Checks.version("/version", options.version()),
                        options.plan(Checks.tenant(tenant), Checks.actor(actor)).traced(Checks.trace(headers)))
                .map(pipeline -> Response.accepted(PipelineView.of(pipeline, null))
                        .header(
                                HttpHeaders.LOCATION,
                                "/v1/agents/" + pipeline.agentId() + "/pipeline?version=" + pipeline.version())
                        .build());
    }

    @GET
    @Path("/{id}/pipeline")
    @Operation(summary = "How far a version has come, with its tests and every step; the newest when none is named")
    @APIResponse(
            responseCode = "200",
            description = "The pipeline",
            content = @Content(schema = @Schema(implementation = PipelineView.class)))
    @APIResponse(responseCode = "404", description = "No such agent, or it was never sent through the pipeline")
    public Uni<PipelineView> pipeline(@PathParam("id") String id, @QueryParam("version") @Nullable String version) {
        AgentId agent = Checks.agentId(id);
        Integer wanted = Checks.version(version);
        return agents.read(agent, null)
                .chain(seen -> pipelines.of(agent).map(all -> PipelineView.of(chosen(all, agent, wanted), seen)));
    }

    private static Pipeline chosen(List<Pipeline> all, AgentId agent, @Nullable Integer version) {
        return all.stream()
                .filter(pipeline -> version == null || pipeline.version() == version)
                .findFirst()
                .orElseThrow(() -> new Refused(
                        ProblemType.NOT_FOUND,
                        "agent " + agent + " has no pipeline" + (version == null ? "" : " of version " + version)
                                + "; begin one by POST /v1/agents/" + agent + "/pipeline"));
    }

    @GET
    @Path("/{id}/versions")
    @Operation(summary = "All versions, newest first, with where each is")
    @APIResponse(
            responseCode = "200",
            description = "The versions",
            content = @Content(schema = @Schema(implementation = VersionsView.class)))
    public Uni<VersionsView> versions(@PathParam("id") String id) {
        AgentId agent = Checks.agentId(id);
        return agents.versions(agent).chain(found -> pipelines.of(agent).map(all -> VersionsView.of(found, all)));
    }

    @GET
    @Path("/{id}/diff")
    @Operation(
            summary = "What differs between two versions",
            description = "Fields, and a unified diff of the system prompt. Without to the newest; without from the"
                    + " one before it.")
    @APIResponse(
            responseCode = "200",
            description = "The difference",
            content = @Content(schema = @Schema(implementation = VersionDiff.class)))
    @APIResponse(responseCode = "404", description = "No such agent or version")
    public Uni<VersionDiff> diff(
            @PathParam("id") String id,
            @QueryParam("from") @Nullable String from,
            @QueryParam("to") @Nullable String to) {
        AgentId agent = Checks.agentId(id);
        Integer first = from == null ? null : Checks.version(from);
        return agents.read(agent, Checks.version(to))
                .chain(newer -> agents.read(agent, first == null ? Math.max(1, newer.version() - 1) : first)
                        .map(older -> VersionDiff.of(older, newer)));
    }

    @POST
    @Path("/{id}/promote")
    @Operation(summary = "Put the version on trial on duty")
    @APIResponse(responseCode = "200", description = "The agent, with ETag")
    @APIResponse(responseCode = "409", description = "No version, or another one, is on trial")
    public Uni<Response> promote(
            @PathParam("id") String id, @Context HttpHeaders headers, @Nullable VersionChoice body) {
        Integer version = body == null ? null : Checks.version("/version", body.version());
        return versions.promote(Checks.agentId(id), version, Checks.trace(headers))
                .map(AgentsResource::shown);
    }

    @POST
    @Path("/{id}/rollback")
    @Operation(summary = "Go back to an earlier version: the one on duty before, or the one named")
    @APIResponse(responseCode = "200", description = "The agent, with ETag")
    @APIResponse(responseCode = "409", description = "No version was on duty before")
    public Uni<Response> rollBack(@PathParam("id") String id, @Context HttpHeaders headers, @Nullable RollBack body) {
        Integer to = body == null ? null : Checks.version("/to", body.to());
        return versions.rollBack(Checks.agentId(id), to, Checks.trace(headers)).map(AgentsResource::shown);
    }

    @POST
    @Path("/{id}/canary")
    @Operation(summary = "Give a version, the newest when none is named, a share of the tasks")
    @APIResponse(responseCode = "200", description = "The agent, with ETag")
    @APIResponse(responseCode = "409", description = "No other version is on duty")
    public Uni<Response> canary(@PathParam("id") String id, @Context HttpHeaders headers, @Nullable NewCanary body) {
        NewCanary wanted = body == null ? new NewCanary(null, null, null) : body;
        return versions.canary(
                        Checks.agentId(id),
                        Checks.version("/version", wanted.version()),
                        Checks.share(wanted.share()),
                        Checks.minimumRuns(wanted.minimumRuns()),
                        Checks.trace(headers))
                .map(AgentsResource::shown);
    }

    @DELETE
    @Path("/{id}/canary")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "End the trial; without one nothing changes")
    @APIResponse(responseCode = "200", description = "The agent, with ETag")
    public Uni<Response> endCanary(@PathParam("id") String id, @Context HttpHeaders headers) {
        return versions.endCanary(Checks.agentId(id), Checks.trace(headers)).map(AgentsResource::shown);
    }

    @GET
    @Path("/{id}/evidence")
    @Operation(
            summary = "How versions did",
            description = "Runs, successes, cost and latency with 95 % intervals, in all and by class of tasks; the"
                    + " workbench's own tasks apart, as validation.")
    @APIResponse(
            responseCode = "200",
            description = "The evidence",
            content = @Content(schema = @Schema(implementation = AgentEvidenceView.class)))
    public Uni<AgentEvidenceView> evidence(
            @PathParam("id") String id, @QueryParam("version") @Nullable String version) {
        AgentId agent = Checks.agentId(id);
        Integer wanted = Checks.version(version);
        Uni<List<Integer>> asked = wanted == null
                ? agents.versions(agent)
                        .map(all -> all.stream().map(Agent::version).toList())
                : agents.read(agent, wanted).map(found -> List.of(found.version()));
        return asked.chain(
                which -> evidence.tallies(agent).map(tallies -> AgentEvidenceView.of(agent, which, tallies)));
    }
}
