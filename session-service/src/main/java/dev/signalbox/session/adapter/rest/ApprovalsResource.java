package dev.signalbox.session.adapter.rest;

import dev.signalbox.contracts.ApprovalId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.approval.ApprovalKind;
import dev.signalbox.contracts.approval.ApprovalScope;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.query.QueryParameters;
import dev.signalbox.session.app.RefusedException;
import dev.signalbox.session.app.approvals.Approvals;
import dev.signalbox.session.app.documents.Documents.Position;
import dev.signalbox.session.domain.approvals.Approval;
import dev.signalbox.session.domain.approvals.Wish;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** What humans are asked, behind the gateway. */
@Path("/v1/approvals")
@Produces(MediaType.APPLICATION_JSON)
@InTrace
@RunOnVirtualThread
public class ApprovalsResource {

    private static final List<String> KINDS = Arrays.stream(ApprovalKind.values())
            .map(kind -> kind.name().toLowerCase(Locale.ROOT))
            .toList();
    private static final int USUAL = 50;
    private static final int MOST = 200;
    private static final int LONGEST_COMMENT = 4_000;
    private static final int LONGEST_ROLE = 64;

    private final Approvals approvals;

    ApprovalsResource(Approvals approvals) {
        this.approvals = approvals;
    }

    /**
     * A page.
     *
     * @param next the cursor of the next one; absent on the last
     */
    public record ApprovalPage(
            List<Approval> items, @Nullable String next) {}

    /**
     * A decision.
     *
     * @param decision {@code grant} or {@code refuse}
     * @param scope {@code once} or {@code permanently}
     * @param hash of what was seen; another one than what is asked is refused
     */
    public record Decision(
            @Nullable String decision,
            @Nullable String scope,
            @Nullable String comment,
            @Nullable String hash) {}

    /**
     * What an agent is wanted for.
     *
     * @param role what it is to be called
     */
    public record Proposal(
            @Nullable String taskDescription,
            @Nullable List<String> requiredSkills,
            @Nullable String role) {}

    @GET
    public ApprovalPage list(
            @HeaderParam("X-Signalbox-Tenant") @DefaultValue("default") String tenant, @Context UriInfo uri) {
        QueryParameters asked = QueryParameters.of(uri.getQueryParameters(), "status", "kind", "cursor", "limit");
        String status = asked.oneOf("status", List.of("pending", "all"));
        String kind = asked.oneOf("kind", KINDS);
        Approvals.Page page = approvals.list(
                new TenantId(tenant),
                !"all".equals(status),
                kind == null ? null : ApprovalKind.valueOf(kind.toUpperCase(Locale.ROOT)),
                asked.read("cursor", Cursors.IS, Cursors::decoded),
                (int) asked.number("limit", USUAL, 1, MOST));
        Position next = page.next();
        return new ApprovalPage(
                page.items().stream().map(ApprovalsResource::shown).toList(),
                next == null ? null : Cursors.encoded(next));
    }

    @GET
    @Path("/{id}")
    public Approval one(
            @HeaderParam("X-Signalbox-Tenant") @DefaultValue("default") String tenant, @PathParam("id") String id) {
        return approvals
                .find(new TenantId(tenant), new ApprovalId(id))
                .map(ApprovalsResource::shown)
                .orElseThrow(
                        () -> new RefusedException(ProblemType.NOT_FOUND.because("There is no approval " + id + ".")));
    }

    /** The same decision again answers the same. */
    @POST
    @Path("/{id}/decision")
    @Consumes(MediaType.APPLICATION_JSON)
    public Approval decide(
            @HeaderParam("X-Signalbox-Tenant") @DefaultValue("default") String tenant,
            @HeaderParam("X-Signalbox-Actor") @Nullable String actor,
            @PathParam("id") String id,
            @Nullable Decision body) {
        if (body == null || body.decision() == null) {
            throw invalid("decision is grant or refuse.");
        }
        boolean grant = switch (body.decision()) {
            case "grant" -> true;
            case "refuse" -> false;
            default -> throw invalid("decision is grant or refuse.");
        };
        if (body.comment() != null && body.comment().length() > LONGEST_COMMENT) {
            throw invalid("comment has at most " + LONGEST_COMMENT + " characters.");
        }
        return shown(approvals.decide(
                new TenantId(tenant),
                new ApprovalId(id),
                new Wish(
                        grant,
                        scope(body.scope()),
                        body.comment(),
                        body.hash(),
                        actor == null || actor.isBlank() ? tenant : actor)));
    }

    private static @Nullable ApprovalScope scope(@Nullable String scope) {
        if (scope == null) {
            return null;
        }
        return switch (scope) {
            case "once" -> ApprovalScope.ONCE;
            case "permanently" -> ApprovalScope.PERMANENTLY;
            default -> throw invalid("scope is once or permanently.");
        };
    }

    /** Asks for an agent that no task waits for. */
    @POST
    @Path("/proposals")
    @Consumes(MediaType.APPLICATION_JSON)
    public RestResponse<Approval> propose(
            @HeaderParam("X-Signalbox-Tenant") @DefaultValue("default") String tenant, @Nullable Proposal body) {
        if (body == null
                || body.taskDescription() == null
                || body.taskDescription().isBlank()) {
            throw invalid("taskDescription says what the agent is for.");
        }
        if (body.role() != null && (body.role().isBlank() || body.role().length() > LONGEST_ROLE)) {
            throw invalid("role has 1 to " + LONGEST_ROLE + " characters.");
        }
        Approval asked = approvals.propose(
                new TenantId(tenant),
                body.taskDescription(),
                body.requiredSkills() == null ? List.of() : body.requiredSkills(),
                body.role());
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, shown(asked))
                .location(URI.create("/v1/approvals/" + asked.approvalId()))
                .build();
    }

    /** Where it is in its trace is our own business. */
    private static Approval shown(Approval approval) {
        return approval.traced(null);
    }

    private static RefusedException invalid(String detail) {
        return new RefusedException(ProblemType.INVALID_REQUEST.because(detail));
    }
}
