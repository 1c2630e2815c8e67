package dev.signalbox.registry.adapter.rest;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.query.QueryParameters;
import dev.signalbox.registry.adapter.rest.AgentBodies.NewAgent;
import dev.signalbox.registry.adapter.rest.AgentView.AgentPage;
import dev.signalbox.registry.app.AgentQuery;
import dev.signalbox.registry.app.ManageAgents;
import dev.signalbox.registry.app.ManageEntries;
import dev.signalbox.registry.app.Page;
import dev.signalbox.registry.app.workbench.DeployVersions;
import dev.signalbox.registry.app.workbench.StartPipelines;
import dev.signalbox.registry.domain.Agent;
import dev.signalbox.registry.domain.AgentSpec;
import dev.signalbox.registry.domain.Entry;
import dev.signalbox.registry.domain.workbench.PipelinePlan;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Agents: who can work on tasks. */
@Path("/v1/agents")
@Tag(name = "Agents")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class AgentsResource {

    /** Who asked; the gateway sets it. */
    static final String ACTOR = "X-Signalbox-Actor";

    /** Whose tasks the workbench's are; the gateway sets it. */
    static final String TENANT = "X-Signalbox-Tenant";

    private final ManageAgents agents;
    private final DeployVersions versions;
    private final ManageEntries<AgentSpec> templates;
    private final StartPipelines pipelines;
    private final Clock clock;

    AgentsResource(
            ManageAgents agents,
            DeployVersions versions,
            ManageEntries<AgentSpec> templates,
            StartPipelines pipelines,
            Clock clock) {
        this.agents = agents;
        this.versions = versions;
        this.templates = templates;
        this.pipelines = pipelines;
        this.clock = clock;
    }

    @POST
    @Operation(summary = "Create a draft; deploy it to make it known to the routers")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = NewAgent.class),
                            examples = @ExampleObject(name = "agent", value = Examples.AGENT)))
    @APIResponse(
            responseCode = "201",
            description = "Created, with Location and ETag",
            content = @Content(schema = @Schema(implementation = AgentView.class)))
    @APIResponse(
            responseCode = "202",
            description = "With \"pipeline\": created, and on its way to be deployed; see /v1/agents/{id}/pipeline",
            content = @Content(schema = @Schema(implementation = AgentView.class)))
    @APIResponse(responseCode = "409", description = "There is one of this name")
    @APIResponse(responseCode = "413", description = "A limit was passed, the problem names it")
    @APIResponse(responseCode = "422", description = "Something is wrong, the problem names the field")
    public Uni<Response> create(
            NewAgent body,
            @HeaderParam(ACTOR) @Nullable String actor,
            @HeaderParam(TENANT) @Nullable String tenant,
            @Context HttpHeaders headers) {
        String by = Checks.actor(actor);
        Optional<PipelineOptions> wanted = Checks.body(body).wanted();
        if (wanted.isEmpty()) {
            AgentSpec spec = Checks.agent(body.spec());
            return agents.create(newId(body, spec), Agent.Made.byClient(spec, null, by))
                    .map(AgentsResource::created);
        }
        PipelineOptions options = wanted.get();
        String template = options.templateFor(body.systemPrompt());
        Uni<Agent.Made> made = template == null
                ? Uni.createFrom().item(() -> Agent.Made.byClient(Checks.agent(body.spec()), null, by))
                : templates.read(Checks.known(template), null).map(entry -> filledIn(entry, body, by));
        PipelinePlan plan = options.plan(Checks.tenant(tenant), by).traced(Checks.trace(headers));
        return made.chain(agent -> pipelines.create(newId(body, agent.spec()), agent, plan))
                .map(AgentsResource::onItsWay);
    }

    private static Agent.Made filledIn(Entry<AgentSpec> template, NewAgent body, @Nullable String by) {
        AgentSpec spec = Checks.agent(body.changes().applyTo(template.spec()));
        return Agent.Made.byClient(spec, template.id() + ":" + template.version(), by);
    }

    private AgentId newId(NewAgent body, AgentSpec spec) {
        return new AgentId(Checks.newId(body.id(), spec.name(), clock));
    }

    private static Response onItsWay(Agent agent) {
        return Response.accepted(AgentView.of(agent))
                .header(HttpHeaders.LOCATION, "/v1/agents/" + agent.id())
                .tag(Preconditions.tag(agent))
                .build();
    }

    @GET
    @Operation(
            summary = "List or search agents",
            description = "Each at its newest version, or with status=deployed at the deployed one. System prompts are"
                    + " left out. In order of the id; with q the best match first.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = AgentPage.class)),
            description = "A page")
    @Parameter(
            name = "q",
            in = ParameterIn.QUERY,
            description = "words to search for, as in a web search",
            example = "security review")
    @Parameter(name = "role", in = ParameterIn.QUERY)
    @Parameter(name = "skill", in = ParameterIn.QUERY)
    @Parameter(name = "status", in = ParameterIn.QUERY, description = "draft, deployed or retired")
    @Parameter(name = "cursor", in = ParameterIn.QUERY, description = "next of the page before")
    @Parameter(
            name = "limit",
            in = ParameterIn.QUERY,
            description = "1 to 200, 50 when absent",
            schema = @Schema(type = SchemaType.INTEGER))
    public Uni<AgentPage> list(@Context UriInfo uri) {
        QueryParameters asked =
                QueryParameters.of(uri.getQueryParameters(), "q", "role", "skill", "status", "cursor", "limit");
        AgentQuery query = new AgentQuery(
                Checks.query(asked),
                Checks.name("role", asked),
                Checks.name("skill", asked),
                Checks.status(asked),
                Checks.cursor(asked),
                Checks.limit(asked));
        return agents.list(query).map(AgentsResource::page);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Read an agent at its newest or a given version")
    @APIResponse(
            responseCode = "200",
            description = "With ETag",
            content = @Content(schema = @Schema(implementation = AgentView.class)))
    @APIResponse(responseCode = "404", description = "No such agent or version")
    public Uni<Response> read(
            @PathParam("id") String id,
            @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @QueryParam("version") @Nullable String version,
            @Context Request request) {
        return agents.read(Checks.agentId(id), Checks.version(version)).map(agent -> conditional(agent, request));
    }

    @PUT
    @Path("/{id}")
    @Operation(
            summary = "Give an agent one more version",
            description = "The whole specification; versions are never changed. What is deployed stays deployed.")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = AgentSpec.class),
                            examples = @ExampleObject(name = "agent", value = Examples.AGENT)))
    @APIResponse(
            responseCode = "200",
            description = "The new version, with ETag",
            content = @Content(schema = @Schema(implementation = AgentView.class)))
    @APIResponse(responseCode = "409", description = "Somebody else changed it at the same time")
    @APIResponse(responseCode = "412", description = "If-Match names another state")
    public Uni<Response> revise(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @HeaderParam(ACTOR) @Nullable String actor,
            AgentSpec body) {
        AgentSpec spec = Checks.agent(Checks.body(body));
        Agent.Made made = Agent.Made.byClient(spec, null, Checks.actor(actor));
        return agents.revise(Checks.agentId(id), made, Preconditions.agentMatches(ifMatch))
                .map(AgentsResource::shown);
    }

    @POST
    @Path("/{id}/deploy")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Put a version on duty",
            description = "The newest version, or the given one: an older one is a roll-back. Published to the topic"
                    + " agents.")
    @APIResponse(
            responseCode = "200",
            description = "Deployed, with ETag",
            content = @Content(schema = @Schema(implementation = AgentView.class)))
    public Uni<Response> deploy(
            @PathParam("id") String id,
            @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @QueryParam("version") @Nullable String version,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context HttpHeaders headers) {
        return versions.deploy(
                        Checks.agentId(id),
                        Checks.version(version),
                        Checks.trace(headers),
                        Preconditions.agentMatches(ifMatch))
                .map(AgentsResource::shown);
    }

    @POST
    @Path("/{id}/retire")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Withdraw an agent",
            description = "A tombstone on the topic agents. It can be deployed again.")
    @APIResponse(
            responseCode = "200",
            description = "Retired, with ETag",
            content = @Content(schema = @Schema(implementation = AgentView.class)))
    public Uni<Response> retire(
            @PathParam("id") String id,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context HttpHeaders headers) {
        return versions.retire(Checks.agentId(id), Checks.trace(headers), Preconditions.agentMatches(ifMatch))
                .map(AgentsResource::shown);
    }

    static Response created(Agent agent) {
        return Preconditions.created("/v1/agents/" + agent.id())
                .tag(Preconditions.tag(agent))
                .entity(AgentView.of(agent))
                .build();
    }

    static Response shown(Agent agent) {
        return Response.ok(AgentView.of(agent)).tag(Preconditions.tag(agent)).build();
    }

    private static Response conditional(Agent agent, Request request) {
        Response.@Nullable ResponseBuilder unchanged = request.evaluatePreconditions(Preconditions.tag(agent));
        return unchanged == null
                ? shown(agent)
                : unchanged.tag(Preconditions.tag(agent)).build();
    }

    private static AgentPage page(Page<Agent> page) {
        return new AgentPage(
                page.items().stream().map(AgentView::inList).toList(),
                page.next() == null ? null : page.next().encoded());
    }
}
