package dev.signalbox.session.adapter.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.audit.AuditEntry;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.query.QueryParameters;
import dev.signalbox.session.app.RefusedException;
import dev.signalbox.session.app.audit.AuditTrail;
import dev.signalbox.session.app.audit.AuditTrail.Head;
import dev.signalbox.session.app.audit.AuditTrail.Page;
import dev.signalbox.session.app.audit.AuditTrail.Query;
import dev.signalbox.session.app.audit.ReadTrail;
import dev.signalbox.session.app.audit.ReadTrail.Checked;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jboss.resteasy.reactive.ResponseHeader;
import org.jspecify.annotations.Nullable;

/** The audit trail, behind the gateway: a tenant's own chain, for operators all of them. */
@Path("/v1/audit")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class AuditResource {

    static final String NDJSON = "application/x-ndjson";

    private static final String TENANT = "X-Signalbox-Tenant";
    private static final String OPERATOR = "X-Signalbox-Operator";
    private static final String DEFAULT = "default";
    private static final String WHOSE = "tenant";
    private static final int USUAL = 50;
    private static final int MOST = 500;

    private final AuditTrail trail;
    private final ReadTrail read;

    AuditResource(AuditTrail trail, ReadTrail read) {
        this.trail = trail;
        this.read = read;
    }

    /**
     * A page, the newest entries first.
     *
     * @param next the cursor of the next one; absent on the last
     */
    public record AuditPage(List<JsonNode> items, @Nullable String next) {}

    /** The heads of the chains. */
    public record AuditHeads(List<Head> chains) {}

    /** What was found. */
    public record AuditVerification(boolean intact, List<Checked> chains) {}

    @GET
    public AuditPage list(
            @HeaderParam(TENANT) @DefaultValue(DEFAULT) String tenant,
            @HeaderParam(OPERATOR) @Nullable String operator,
            @Context UriInfo uri) {
        QueryParameters asked = QueryParameters.of(
                uri.getQueryParameters(), WHOSE, "actor", "action", "subject", "from", "to", "cursor", "limit");
        Page page = trail.page(new Query(
                whose(tenant, operator, asked),
                asked.text("actor"),
                asked.text("action"),
                asked.text("subject"),
                asked.time("from"),
                asked.time("to"),
                asked.read("cursor", Cursors.IS, AuditResource::place),
                (int) asked.number("limit", USUAL, 1, MOST)));
        Long next = page.next();
        return new AuditPage(
                page.entries().stream().map(AuditResource::told).toList(), next == null ? null : Long.toString(next));
    }

    @GET
    @Path("/head")
    public AuditHeads head(
            @HeaderParam(TENANT) @DefaultValue(DEFAULT) String tenant,
            @HeaderParam(OPERATOR) @Nullable String operator,
            @Context UriInfo uri) {
        return new AuditHeads(
                trail.heads(whose(tenant, operator, QueryParameters.of(uri.getQueryParameters(), WHOSE))));
    }

    @GET
    @Path("/verification")
    public AuditVerification verification(
            @HeaderParam(TENANT) @DefaultValue(DEFAULT) String tenant,
            @HeaderParam(OPERATOR) @Nullable String operator,
            @Context UriInfo uri) {
        List<Checked> checked =
                read.verify(whose(tenant, operator, QueryParameters.of(uri.getQueryParameters(), WHOSE)));
        if (checked == null) {
            throw new RefusedException(ProblemType.TOO_MANY_REQUESTS.because(
                    "The trail is being checked already, and one check reads all of it; try again."));
        }
        return new AuditVerification(checked.stream().allMatch(Checked::intact), checked);
    }

    /** Whoever reads slowly is waited for; what was read is not kept. */
    @GET
    @Path("/export")
    @Produces(NDJSON)
    @ResponseHeader(name = "Content-Disposition", value = "attachment; filename=\"audit.ndjson\"")
    public StreamingOutput export(
            @HeaderParam(TENANT) @DefaultValue(DEFAULT) String tenant,
            @HeaderParam(OPERATOR) @Nullable String operator,
            @Context UriInfo uri) {
        TenantId whose = whose(tenant, operator, QueryParameters.of(uri.getQueryParameters(), WHOSE));
        return out -> {
            BufferedWriter writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            read.export(whose, line -> {
                writer.write(line);
                writer.write('\n');
            });
            writer.flush();
        };
    }

    /** Null for all tenants. */
    private static @Nullable TenantId whose(String tenant, @Nullable String operator, QueryParameters asked) {
        TenantId one = asked.read(WHOSE, "is a tenant: 1 to 64 characters of A-Z a-z 0-9 . _ : -", TenantId::new);
        if (operator != null) {
            return one;
        }
        TenantId own = new TenantId(tenant);
        if (one != null && !one.equals(own)) {
            throw new RefusedException(
                    ProblemType.FORBIDDEN.because("The audit trail of another tenant is for operators."));
        }
        return own;
    }

    private static long place(String cursor) {
        long place = Long.parseLong(cursor);
        if (place < 0) {
            throw new IllegalArgumentException();
        }
        return place;
    }

    private static JsonNode told(AuditEntry entry) {
        ObjectNode told;
        try {
            told = (ObjectNode) Json.mapper().readTree(entry.canonical());
        } catch (JsonProcessingException | ClassCastException e) {
            // Somebody wrote to the database; a verification says so.
            told = Json.mapper()
                    .createObjectNode()
                    .put("tenant", entry.tenant())
                    .put("sequence", entry.sequence())
                    .put("unreadable", true);
        }
        return told.put("previous", entry.previous()).put("hash", entry.hash());
    }
}
