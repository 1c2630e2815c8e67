package dev.signalbox.registry.adapter.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.query.QueryParameters;
import dev.signalbox.contracts.route.PolicyPublished;
import dev.signalbox.registry.adapter.rest.PolicyView.PolicyChange;
import dev.signalbox.registry.adapter.rest.PolicyView.PolicyList;
import dev.signalbox.registry.app.ManagePolicies;
import dev.signalbox.registry.app.Refused;
import dev.signalbox.registry.domain.Policy;
import dev.signalbox.registry.domain.RegistryLimits;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
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
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Named routing policies. The gateway lets the router check the parameters before they come here. */
@Path("/v1/policies")
@Tag(name = "Policies")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
class PoliciesResource {

    /** What replays call the router's own policy. */
    private static final String SHIPPED = "shipped";

    private final ManagePolicies policies;

    PoliciesResource(ManagePolicies policies) {
        this.policies = policies;
    }

    @GET
    @Operation(summary = "List the policies, each at its newest version")
    @APIResponse(
            responseCode = "200",
            description = "All",
            content = @Content(schema = @Schema(implementation = PolicyList.class)))
    public Uni<PolicyList> list(@Context UriInfo uri) {
        QueryParameters.of(uri.getQueryParameters());
        return policies.list()
                .map(all -> new PolicyList(all.stream().map(PolicyView::of).toList()));
    }

    @GET
    @Path("/{name}")
    @Operation(summary = "Read a policy at its newest or a given version")
    @APIResponse(
            responseCode = "200",
            description = "With ETag",
            content = @Content(schema = @Schema(implementation = PolicyView.class)))
    @APIResponse(responseCode = "404", description = "No such policy or version")
    public Uni<Response> read(
            @PathParam("name") String name, @QueryParam("version") @Nullable String version, @Context Request request) {
        return policies.read(Checks.known(name), Checks.version(version)).map(policy -> conditional(policy, request));
    }

    @PUT
    @Path("/{name}")
    @Operation(
            summary = "Store a policy",
            description = "Other parameters are another version. Activating one makes the one that was active a draft."
                    + " Published to the topic policies.")
    @APIResponse(
            responseCode = "200",
            description = "Changed, with ETag",
            content = @Content(schema = @Schema(implementation = PolicyView.class)))
    @APIResponse(responseCode = "201", description = "Created, with ETag and Location")
    @APIResponse(responseCode = "409", description = "Somebody else changed it at the same time")
    @APIResponse(responseCode = "412", description = "If-Match names another state")
    @APIResponse(responseCode = "422", description = "Something is wrong, the problem names the field")
    public Uni<Response> put(
            @PathParam("name") String name,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context HttpHeaders headers,
            PolicyChange body) {
        PolicyChange change = Checks.body(body);
        if (name.equals(SHIPPED)) {
            throw invalid("/name", "shipped names the policy that the router came with; choose another");
        }
        PolicyPublished.State state = change.state() == null ? PolicyPublished.State.DRAFT : change.state();
        return policies.put(
                        Checks.id("/name", name),
                        state,
                        description(change.description()),
                        parameters(change.parameters()),
                        Checks.trace(headers),
                        Preconditions.policyMatches(ifMatch))
                .map(PoliciesResource::stored);
    }

    @DELETE
    @Path("/{name}")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Withdraw a policy", description = "Its versions can still be read by their number.")
    @APIResponse(responseCode = "204", description = "Withdrawn")
    @APIResponse(responseCode = "404", description = "No such policy")
    public Uni<Void> delete(
            @PathParam("name") String name,
            @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
            @Context HttpHeaders headers) {
        return policies.delete(Checks.known(name), Checks.trace(headers), Preconditions.policyMatches(ifMatch));
    }

    private static String description(@Nullable String text) {
        if (text == null) {
            return "";
        }
        if (text.getBytes(StandardCharsets.UTF_8).length > RegistryLimits.DESCRIPTION_BYTES
                || text.indexOf('\0') >= 0) {
            throw invalid("/description", "is at most " + RegistryLimits.DESCRIPTION_BYTES + " bytes, without NUL");
        }
        return text;
    }

    private static JsonNode parameters(@Nullable JsonNode parameters) {
        if (parameters == null || !parameters.isObject()) {
            throw invalid("/parameters", "is a JSON object; {} is the shipped policy");
        }
        String text = parameters.toString();
        if (text.length() > RegistryLimits.CONFIGURATION_BYTES || text.contains("\\u0000")) {
            throw invalid("/parameters", "has at most " + RegistryLimits.CONFIGURATION_BYTES + " characters");
        }
        return parameters;
    }

    private static Refused invalid(String field, String message) {
        return new Refused(ProblemType.INVALID_REQUEST, field + " " + message, Map.of("field", field));
    }

    private static Response stored(Policy policy) {
        Response.ResponseBuilder answer =
                policy.revision() == 1 ? Preconditions.created("/v1/policies/" + policy.name()) : Response.ok();
        return answer.tag(Preconditions.tag(policy))
                .entity(PolicyView.of(policy))
                .build();
    }

    private static Response conditional(Policy policy, Request request) {
        Response.@Nullable ResponseBuilder unchanged = request.evaluatePreconditions(Preconditions.tag(policy));
        return (unchanged == null ? Response.ok(PolicyView.of(policy)) : unchanged)
                .tag(Preconditions.tag(policy))
                .build();
    }
}
