package dev.signalbox.registry.adapter.rest;

import dev.signalbox.contracts.query.QueryParameters;
import dev.signalbox.registry.adapter.rest.AgentBodies.NewSkill;
import dev.signalbox.registry.adapter.rest.EntryView.SkillPage;
import dev.signalbox.registry.adapter.rest.EntryView.SkillView;
import dev.signalbox.registry.app.Agents;
import dev.signalbox.registry.app.ManageEntries;
import dev.signalbox.registry.app.Page;
import dev.signalbox.registry.domain.Entry;
import dev.signalbox.registry.domain.SkillSpec;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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

/** Skills: what agents offer and tasks require. */
@Path("/v1/skills")
@Tag(name = "Skills")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class SkillsResource {

    private final ManageEntries<SkillSpec> skills;
    private final Agents agents;
    private final Clock clock;

    SkillsResource(ManageEntries<SkillSpec> skills, Agents agents, Clock clock) {
        this.skills = skills;
        this.agents = agents;
        this.clock = clock;
    }

    @POST
    @Operation(summary = "Create a skill")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = NewSkill.class),
                            examples = @ExampleObject(name = "skill", value = Examples.SKILL)))
    @APIResponse(
            responseCode = "201",
            description = "Created, with Location and ETag",
            content = @Content(schema = @Schema(implementation = SkillView.class)))
    @APIResponse(responseCode = "409", description = "There is one of this name")
    @APIResponse(responseCode = "422", description = "Something is wrong, the problem names the field")
    public Uni<Response> create(NewSkill body) {
        SkillSpec spec = Checks.skill(Checks.body(body).spec());
        return skills.create(Checks.newId(body.id(), spec.name(), clock), spec)
                .map(skill -> Preconditions.created("/v1/skills/" + skill.id())
                        .tag(Preconditions.tag(skill))
                        .entity(SkillView.of(skill))
                        .build());
    }

    @GET
    @Operation(summary = "List or search skills, each at its newest version")
    @APIResponse(
            responseCode = "200",
            description = "A page",
            content = @Content(schema = @Schema(implementation = SkillPage.class)))
    @Parameter(name = "q", in = ParameterIn.QUERY)
    @Parameter(name = "cursor", in = ParameterIn.QUERY)
    @Parameter(name = "limit", in = ParameterIn.QUERY, schema = @Schema(type = SchemaType.INTEGER))
    public Uni<SkillPage> list(@Context UriInfo uri) {
        QueryParameters asked = QueryParameters.of(uri.getQueryParameters(), "q", "cursor", "limit");
        return skills.list(Checks.query(asked), Checks.cursor(asked), Checks.limit(asked))
                .map(SkillsResource::page);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "Read a skill at its newest or a given version")
    @APIResponse(
            responseCode = "200",
            description = "With ETag",
            content = @Content(schema = @Schema(implementation = SkillView.class)))
    @APIResponse(responseCode = "404", description = "No such skill or version")
    public Uni<Response> read(
            @PathParam("id") String id,
            @Parameter(schema = @Schema(type = SchemaType.INTEGER)) @QueryParam("version") @Nullable String version,
            @Context Request request) {
        return skills.read(Checks.known(id), Checks.version(version)).map(skill -> conditional(skill, request));
    }

    @PUT
    @Path("/{id}")
    @Operation(summary = "Give a skill one more version")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = SkillSpec.class),
                            examples = @ExampleObject(name = "skill", value = Examples.SKILL)))
    @APIResponse(
            responseCode = "200",
            description = "The new version, with ETag",
            content = @Content(schema = @Schema(implementation = SkillView.class)))
    @APIResponse(responseCode = "409", description = "Somebody else changed it at the same time")
    @APIResponse(responseCode = "412", description = "If-Match names another version")
    public Uni<Response> revise(
            @PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch, SkillSpec body) {
        SkillSpec spec = Checks.skill(Checks.body(body));
        return skills.revise(Checks.known(id), spec, Preconditions.entryMatches(ifMatch))
                .map(SkillsResource::shown);
    }

    @DELETE
    @Path("/{id}")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Remove a skill with all its versions",
            description = "Not while agents use it. A shipped one comes back at the next start.")
    @APIResponse(responseCode = "204", description = "Removed")
    @APIResponse(responseCode = "404", description = "No such skill")
    @APIResponse(responseCode = "409", description = "Agents use it; the problem names them")
    @APIResponse(responseCode = "412", description = "If-Match names another version")
    public Uni<Void> delete(@PathParam("id") String id, @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch) {
        String skill = Checks.known(id);
        return agents.using(skill)
                .invoke(users -> Checks.unused(skill, users))
                .chain(() -> skills.delete(skill, Preconditions.entryMatches(ifMatch)));
    }

    private static Response shown(Entry<SkillSpec> skill) {
        return Response.ok(SkillView.of(skill)).tag(Preconditions.tag(skill)).build();
    }

    private static Response conditional(Entry<SkillSpec> skill, Request request) {
        Response.@Nullable ResponseBuilder unchanged = request.evaluatePreconditions(Preconditions.tag(skill));
        return unchanged == null
                ? shown(skill)
                : unchanged.tag(Preconditions.tag(skill)).build();
    }

    private static SkillPage page(Page<Entry<SkillSpec>> page) {
        return new SkillPage(
                page.items().stream().map(SkillView::of).toList(),
                page.next() == null ? null : page.next().encoded());
    }
}
