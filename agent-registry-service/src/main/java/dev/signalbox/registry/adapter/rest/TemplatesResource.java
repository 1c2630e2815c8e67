package dev.signalbox.registry.adapter.rest;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.query.QueryParameters;
import dev.signalbox.registry.adapter.rest.AgentBodies.NewAgent;
import dev.signalbox.registry.adapter.rest.EntryView.TemplatePage;
import dev.signalbox.registry.adapter.rest.EntryView.TemplateView;
import dev.signalbox.registry.app.ManageAgents;
import dev.signalbox.registry.app.ManageEntries;
import dev.signalbox.registry.app.Page;
import dev.signalbox.registry.domain.Agent;
import dev.signalbox.registry.domain.AgentChanges;
import dev.signalbox.registry.domain.AgentSpec;
import dev.signalbox.registry.domain.Entry;
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

/** Templates: agents to begin from. */
@Path("/v1/templates")
@Tag(name = "Templates")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class TemplatesResource {

    private final ManageEntries<AgentSpec> templates;
    private final ManageAgents agents;
    private final Clock clock;

    TemplatesResource(ManageEntries<AgentSpec> templates, ManageAgents agents, Clock clock) {
        this.templates = templates;
        this.agents = agents;
        this.clock = clock;
    }

    @POST
    @Operation(summary = "Create a template")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = NewAgent.class),
                            examples = @ExampleObject(name = "template", value = Examples.AGENT)))
    @APIResponse(
            responseCode = "201",
            description = "Created, with Location and ETag",
            content = @Content(schema = @Schema(implementation = TemplateView.class)))
    @APIResponse(responseCode = "409", description = "There is one of this name")
    @APIResponse(responseCode = "422", description = "Something is wrong, the problem names the field")
    public Uni<Response> create(NewAgent body) {
        AgentSpec spec = Checks.agent(Checks.body(body).spec());
        return templates
                .create(Checks.newId(body.id(), spec.name(), clock), spec)
                .map(template -> Preconditions.created("/v1/templates/" + template.id())
                        .tag(Preconditions.tag(template))
                        .entity(TemplateView.of(template))
                        .build());
    }

    @POST
    @Path("/{id}/agents")
    @Operation(
            summary = "Make an agent from a template",
            description = "Everything in the body is optional: texts replace the template's, skills, tools and"
                    + " configuration are added.")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = NewAgent.class),
                            examples = @ExampleObject(name = "changes", value = Examples.FROM_TEMPLATE)))
    @APIResponse(
            responseCode = "201",
            description = "A draft, with Location and ETag",
            content = @Content(schema = @Schema(implementation = AgentView.class)))
    @APIResponse(responseCode = "404", description = "No such template")
    @APIResponse(responseCode = "409", description = "There is an agent of this name")
    public Uni<Response> instantiate(
            @PathParam("id") String id,
            @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @QueryParam("version") @Nullable String version,
            @HeaderParam(AgentsResource.ACTOR) @Nullable String actor,
            @Nullable NewAgent body) {
        String by = Checks.actor(actor);
        return templates
                .read(Checks.known(id), Checks.version(version))
                .chain(template -> instantiate(template, body, by))
                .map(AgentsResource::created);
    }

    private Uni<Agent> instantiate(Entry<AgentSpec> template, @Nullable NewAgent body, @Nullable String by) {
        AgentChanges changes = body == null ? AgentChanges.NONE : body.changes();
        AgentSpec spec = Checks.agent(changes.applyTo(template.spec()));
        String id = Checks.newId(body == null ? null : body.id(), spec.name(), clock);
        String from = template.id() + ":" + template.version();
        return agents.create(new AgentId(id), Agent.Made.byClient(spec, from, by));
    }

    @GET
    @Operation(summary = "List or search templates, each at its newest version; system prompts are left out")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = @Content(schema = @Schema(implementation = TemplatePage.class)))
    @Parameter(name = "q", in = ParameterIn.QUERY)
    @Parameter(name = "cursor", in = ParameterIn.QUERY)
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.INTEGER))
    public Uni<TemplatePage> list(@Context UriInfo uri) {
        QueryParameters asked = QueryParameters.of(uri.getQueryParameters(), "q", "cursor", "limit");
        return templates
                .list(Checks.query(asked), Checks.cursor(asked), Checks.limit(asked))
                .map(TemplatesResource::page);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Read a template at its newest or a given version")
    @APIResponse(
            responseCode = "200",
            description = "With ETag",
            content = @Content(schema = @Schema(implementation = TemplateView.class)))
    @APIResponse(responseCode = "404", description = "No such template or version")
    public Uni<Response> read(
            @PathParam("id") String id,
            @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @QueryParam("version") @Nullable String version,
            @Context Request request) {
        return templates
                .read(Checks.known(id), Checks.version(version))
                .map(template -> conditional(template, request));
    }

    @PUT
    @Path("/{id}")
    @Operation(summary = "Give a template one more version; agents made from it stay as they are")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = AgentSpec.class),
                            examples = @ExampleObject(name = "template", value = Examples.AGENT)))
    @APIResponse(
            responseCode = "200",
            description = "The new version, with ETag",
            content = @Content(schema = @Schema(implementation = TemplateView.class)))
    @APIResponse(responseCode = "409", description = "Somebody else changed it at the same time")
    @APIResponse(responseCode = "412", description = "If-Match names another version")
    public Uni<Response> revise(
            @PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch, AgentSpec body) {
        AgentSpec spec = Checks.agent(Checks.body(body));
        return templates
                .revise(Checks.known(id), spec, Preconditions.entryMatches(ifMatch))
                .map(TemplatesResource::shown);
    }

    private static Response shown(Entry<AgentSpec> template) {
        return Response.ok(TemplateView.of(template))
                .tag(Preconditions.tag(template))
                .build();
    }

    private static Response conditional(Entry<AgentSpec> template, Request request) {
        Response.@Nullable ResponseBuilder unchanged = request.evaluatePreconditions(Preconditions.tag(template));
        return unchanged == null
                ? shown(template)
                : unchanged.tag(Preconditions.tag(template)).build();
    }

    private static TemplatePage page(Page<Entry<AgentSpec>> page) {
        return new TemplatePage(
                page.items().stream().map(TemplateView::inList).toList(),
                page.next() == null ? null : page.next().encoded());
    }
}
