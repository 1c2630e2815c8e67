package dev.signalbox.session.adapter.rest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.Identifiers;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.query.QueryParameters;
import dev.signalbox.contracts.session.SessionMessageSent;
import dev.signalbox.contracts.session.SessionView;
import dev.signalbox.session.app.RefusedException;
import dev.signalbox.session.app.documents.Documents;
import dev.signalbox.session.app.documents.Stored;
import dev.signalbox.session.app.ledger.Accounts;
import dev.signalbox.session.app.sessions.Delegator;
import dev.signalbox.session.app.sessions.SessionTalk;
import dev.signalbox.session.app.sessions.StoredSessions;
import dev.signalbox.session.domain.ledger.Account;
import dev.signalbox.session.domain.sessions.SessionDocument;
import dev.signalbox.session.domain.sessions.SessionDocument.History;
import dev.signalbox.session.domain.sessions.SessionViews;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jspecify.annotations.Nullable;

/** Sessions; the gateway passes these on with the tenant. */
@Path("/v1/sessions")
@Produces(MediaType.APPLICATION_JSON)
@InTrace
@RunOnVirtualThread
public class SessionsResource {

    static final String TENANT = "X-Signalbox-Tenant";
    private static final String DEFAULT = "default";
    private static final int USUAL = 50;
    private static final int MOST = 200;

    private final Delegator delegator;
    private final StoredSessions sessions;
    private final Accounts accounts;
    private final SessionTalk talk;
    private final Clock clock;

    SessionsResource(Delegator delegator, StoredSessions sessions, Accounts accounts, SessionTalk talk, Clock clock) {
        this.delegator = delegator;
        this.sessions = sessions;
        this.accounts = accounts;
        this.talk = talk;
        this.clock = clock;
    }

    /** A page; {@code next} is the cursor of the one after it. */
    public record Page(List<SessionView> items, @Nullable String next) {}

    /** What happened, each with its {@code type}. */
    public record Events(JsonNode items) {}

    /** Messages of a session. */
    public record Messages(List<SessionMessageSent> items) {}

    /** That a message was taken. */
    public record MessageTaken(long messageId) {}

    /** That an agent is no longer active. */
    public record Removed(String role, String status, double freedGib) {}

    /** That a task was taken. */
    public record TaskTaken(TaskId taskId, String status) {}

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Begin a session with the agents that the work needs")
    public Response create(@HeaderParam(TENANT) @DefaultValue(DEFAULT) String tenant, String body) {
        SessionDocument session =
                delegator.create(new TenantId(tenant), SessionBodies.newSession(body, clock.instant()));
        return Response.created(URI.create("/v1/sessions/" + session.id()))
                .entity(view(session))
                .build();
    }

    @GET
    @Operation(summary = "Sessions, the newest first")
    public Page list(@HeaderParam(TENANT) @DefaultValue(DEFAULT) String tenant, @Context UriInfo uri) {
        QueryParameters asked = QueryParameters.of(uri.getQueryParameters(), "status", "cursor", "limit");
        String status = asked.oneOf("status", List.of("active", "ended", "all"));
        List<String> statuses = "all".equals(status) ? List.of() : List.of(status == null ? "active" : status);
        Documents.Position before = asked.read("cursor", Cursors.IS, Cursors::decoded);
        int limit = (int) asked.number("limit", USUAL, 1, MOST);
        List<Stored<SessionDocument>> found =
                sessions.list(new Documents.Query(new TenantId(tenant), statuses, before, limit + 1));
        List<Stored<SessionDocument>> page = found.size() > limit ? found.subList(0, limit) : found;
        String next = found.size() > limit ? Cursors.encoded(Documents.Position.of(page.getLast())) : null;
        return new Page(views(page.stream().map(Stored::document).toList()), next);
    }

    @GET
    @Path("/{id}")
    @Operation(summary = "A session now: agents, what they hold, money, savings")
    public SessionView read(@HeaderParam(TENANT) @DefaultValue(DEFAULT) String tenant, @PathParam("id") String id) {
        return view(sessions.of(new TenantId(tenant), id(id)));
    }

    @DELETE
    @Path("/{id}")
    @Operation(summary = "End a session; what it held is free")
    public SessionView end(
            @HeaderParam(TENANT) @DefaultValue(DEFAULT) String tenant,
            @PathParam("id") String id,
            @QueryParam("reason") @Nullable String reason) {
        return view(delegator.end(new TenantId(tenant), id(id), SessionBodies.reason(reason, "ended")));
    }

    @GET
    @Path("/{id}/events")
    @Operation(summary = "What happened in a session, oldest first")
    public Events events(@HeaderParam(TENANT) @DefaultValue(DEFAULT) String tenant, @PathParam("id") String id) {
        History history = sessions.of(new TenantId(tenant), id(id)).history();
        return new Events(Json.mapper().valueToTree(history).get("events"));
    }

    @POST
    @Path("/{id}/agents")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Add an agent to a session")
    public Response add(
            @HeaderParam(TENANT) @DefaultValue(DEFAULT) String tenant, @PathParam("id") String id, String body) {
        SessionBodies.AddAgent asked = SessionBodies.addAgent(body);
        Delegator.ActiveAgentOf added = delegator.add(
                new TenantId(tenant),
                id(id),
                Objects.requireNonNull(asked.role()),
                SessionBodies.reason(asked.reason(), "asked for"));
        return Response.created(URI.create("/v1/sessions/" + id))
                .entity(SessionViews.agent(added.session(), added.agent()))
                .build();
    }

    @DELETE
    @Path("/{id}/agents/{role}")
    @Operation(summary = "Remove an agent from a session")
    public Removed remove(
            @HeaderParam(TENANT) @DefaultValue(DEFAULT) String tenant,
            @PathParam("id") String id,
            @PathParam("role") String role,
            @QueryParam("reason") @Nullable String reason) {
        double freed =
                delegator.remove(new TenantId(tenant), id(id), role, SessionBodies.reason(reason, "no longer needed"));
        return new Removed(role, "removed", freed);
    }

    @POST
    @Path("/{id}/messages")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Say something to an agent; it reads it with its next task")
    public Response say(
            @HeaderParam(TENANT) @DefaultValue(DEFAULT) String tenant, @PathParam("id") String id, String body) {
        SessionBodies.NewMessage message = SessionBodies.message(body);
        long messageId = delegator.message(
                new TenantId(tenant),
                id(id),
                message.from(),
                Objects.requireNonNull(message.to()),
                Objects.requireNonNull(message.text()));
        return Response.status(Response.Status.CREATED)
                .entity(new MessageTaken(messageId))
                .build();
    }

    @GET
    @Path("/{id}/messages")
    @Operation(summary = "What was said in a session, oldest first")
    public Messages messages(@HeaderParam(TENANT) @DefaultValue(DEFAULT) String tenant, @PathParam("id") String id) {
        SessionDocument session = sessions.of(new TenantId(tenant), id(id));
        return new Messages(talk.messages(key(session)));
    }

    @POST
    @Path("/{id}/tasks")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Give the session's agents a task")
    public Response submit(
            @HeaderParam(TENANT) @DefaultValue(DEFAULT) String tenant,
            @HeaderParam("Idempotency-Key") @Nullable String idempotencyKey,
            @PathParam("id") String id,
            String body) {
        TaskId task = delegator.submit(new TenantId(tenant), id(id), SessionBodies.task(body), idempotencyKey);
        return Response.accepted(new TaskTaken(task, "queued"))
                .location(URI.create("/v1/tasks/" + task))
                .build();
    }

    private SessionView view(SessionDocument session) {
        return views(List.of(session)).getFirst();
    }

    private List<SessionView> views(List<SessionDocument> found) {
        List<Account.Key> keys = found.stream().map(SessionsResource::key).toList();
        Map<Account.Key, Account> money = accounts.find(keys);
        Map<Account.Key, Long> remembered = talk.remembered(keys);
        return found.stream()
                .map(session -> SessionViews.of(
                        session, account(session, money.get(key(session))), remembered.getOrDefault(key(session), 0L)))
                .toList();
    }

    private static SessionView.Account account(SessionDocument session, @Nullable Account account) {
        return account == null
                ? new SessionView.Account(session.wish().budget(), Money.ZERO, Money.ZERO)
                : new SessionView.Account(account.cap(), account.spent(), account.reserved());
    }

    private static Account.Key key(SessionDocument session) {
        return new Account.Key(session.tenant(), session.id());
    }

    private static SessionId id(String text) {
        if (!Identifiers.valid(text)) {
            throw new RefusedException(ProblemType.NOT_FOUND.because("There is no such session."));
        }
        return new SessionId(text);
    }
}
