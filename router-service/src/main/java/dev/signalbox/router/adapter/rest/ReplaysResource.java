package dev.signalbox.router.adapter.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.query.QueryParameters;
import dev.signalbox.contracts.replay.ReplayQuery;
import dev.signalbox.contracts.replay.ReplayReport;
import dev.signalbox.contracts.replay.ReplayResult;
import dev.signalbox.contracts.replay.ReplayState;
import dev.signalbox.contracts.route.PolicyPublished;
import dev.signalbox.router.app.PolicyReader;
import dev.signalbox.router.app.Snapshots;
import dev.signalbox.router.app.replay.ReplayJobs;
import dev.signalbox.router.domain.PolicyParameters;
import dev.signalbox.router.domain.evaluation.Evaluation;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** Replays, and how a policy in the shadow compares; the gateway passes these on. */
@Path("/internal")
@Produces(MediaType.APPLICATION_JSON)
public class ReplaysResource {

    /** The router's own policy, as a name. */
    static final String OWN = "shipped";

    private static final String SINCE = "since";
    private static final long MOST_COMPARED = 50_000;
    private static final Duration LONGEST_COMPARISON = Duration.ofSeconds(20);

    private final ReplayJobs replays;
    private final PolicyReader reader;
    private final Snapshots snapshots;
    private final Clock clock;
    private final Semaphore comparing = new Semaphore(1);

    public ReplaysResource(ReplayJobs replays, PolicyReader reader, Snapshots snapshots, Clock clock) {
        this.replays = replays;
        this.reader = reader;
        this.snapshots = snapshots;
        this.clock = clock;
    }

    /** All replays that are remembered. */
    public record ReplayList(List<ReplayReport> replays) {}

    /**
     * How a policy compares with what decided.
     *
     * @param policy name and version
     * @param state of the policy
     */
    public record PolicyComparison(
            String policy, PolicyPublished.State state, Instant since, Instant until, ReplayResult result) {}

    @POST
    @Path("/replays")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(summary = "Decide a period of the log again under another policy")
    public Response submit(String body) {
        ReplayRequest request = ReplayRequest.parse(body);
        Instant now = clock.instant();
        Instant from = java.util.Objects.requireNonNull(request.from());
        if (request.to() == null && !from.isBefore(now)) {
            throw new ProblemException(ReplayRequest.invalid("/from", "is not in the past"));
        }
        String label = label(request);
        JsonNode parameters = parameters(request);
        ReplayQuery query = new ReplayQuery(
                from,
                request.to() == null ? now : request.to(),
                label,
                parameters,
                request.limit() == null ? 0 : request.limit(),
                request.weightCap() == null ? Evaluation.DEFAULT_CAP : request.weightCap());
        ReplayReport report = replays.submit(query, read(label, parameters))
                .orElseThrow(() -> new ProblemException(ProblemType.TOO_MANY_REQUESTS.because(
                        ReplayJobs.MOST_WAITING + " replays wait already; cancel one or wait.")));
        return Response.accepted(report)
                .header(HttpHeaders.LOCATION, "/v1/replays/" + report.replayId())
                .build();
    }

    @GET
    @Path("/replays")
    @Operation(summary = "Replays, the newest first")
    public ReplayList list(@Context UriInfo uri) {
        QueryParameters.of(uri.getQueryParameters());
        return new ReplayList(replays.list());
    }

    @GET
    @Path("/replays/{id}")
    @Operation(summary = "A replay: how far it is and what it found")
    public ReplayReport read(@PathParam("id") String id) {
        return replays.find(id).orElseThrow(ReplaysResource::noReplay);
    }

    @DELETE
    @Path("/replays/{id}")
    @Operation(summary = "Stop a replay; what it found until then stays")
    public ReplayReport cancel(@PathParam("id") String id) {
        ReplayReport report = replays.cancel(id).orElseThrow(ReplaysResource::noReplay);
        if (report.state() != ReplayState.CANCELLED) {
            throw new ProblemException(ProblemType.CONFLICT.because(
                    "The replay has ended: " + report.state().name().toLowerCase(java.util.Locale.ROOT) + "."));
        }
        return report;
    }

    @GET
    @Path("/policies/{name}/comparison")
    @Operation(summary = "A stored policy against what decided, by a replay of the last period")
    @Parameter(name = SINCE, in = ParameterIn.QUERY, description = "a time, or how long ago; an hour when absent")
    public PolicyComparison compare(@PathParam("name") String name, @Context UriInfo uri) {
        PolicyPublished policy = stored(name);
        Instant now = clock.instant();
        Instant from = since(QueryParameters.of(uri.getQueryParameters(), SINCE), now);
        if (!comparing.tryAcquire()) {
            throw new ProblemException(
                    ProblemType.TOO_MANY_REQUESTS.because("Another comparison is being made; try again."));
        }
        try {
            ReplayQuery query = new ReplayQuery(
                    from, now, policy.label(), policy.parameters(), MOST_COMPARED, Evaluation.DEFAULT_CAP);
            return new PolicyComparison(
                    policy.label(),
                    policy.state(),
                    from,
                    now,
                    replays.runNow(query, read(policy.label(), policy.parameters()), LONGEST_COMPARISON));
        } finally {
            comparing.release();
        }
    }

    private static Instant since(QueryParameters asked, Instant now) {
        Instant from = asked.read(
                SINCE,
                "is a time in the past such as 2026-11-20T08:30:00Z, or how long ago such as PT6H",
                text -> past(text, now));
        return from == null ? now.minus(Duration.ofHours(1)) : from;
    }

    private static Instant past(String text, Instant now) {
        try {
            Instant from = text.startsWith("P") ? now.minus(Duration.parse(text)) : Instant.parse(text);
            if (from.isBefore(now)) {
                return from;
            }
        } catch (ArithmeticException e) {
            // Further ago than time goes.
        }
        throw new IllegalArgumentException();
    }

    private PolicyPublished stored(String name) {
        PolicyPublished policy = snapshots.current().policies().get(name);
        if (policy == null) {
            throw new ProblemException(ProblemType.NOT_FOUND.because("The router knows no policy " + name + "."));
        }
        return policy;
    }

    private String label(ReplayRequest request) {
        String name = request.policy();
        if (name == null) {
            return "given";
        }
        return name.equals(OWN) ? OWN : stored(name).label();
    }

    private JsonNode parameters(ReplayRequest request) {
        if (request.parameters() != null) {
            return request.parameters();
        }
        String name = java.util.Objects.requireNonNull(request.policy());
        return name.equals(OWN)
                ? JsonNodeFactory.instance.objectNode()
                : stored(name).parameters();
    }

    private PolicyParameters read(String label, JsonNode parameters) {
        try {
            return reader.read(label, parameters);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(ProblemType.INVALID_REQUEST.because("" + e.getMessage()));
        }
    }

    private static ProblemException noReplay() {
        return new ProblemException(ProblemType.NOT_FOUND.because("There is no such replay, or it was forgotten."));
    }
}
