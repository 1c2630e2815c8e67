package dev.signalbox.gateway.adapter.mcp;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.backend.Isolation;
import dev.signalbox.contracts.event.TaskAccepted;
import dev.signalbox.contracts.event.TaskStarted;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.route.AgentMatches;
import dev.signalbox.contracts.route.AgentProposal;
import dev.signalbox.contracts.route.Complexity;
import dev.signalbox.contracts.route.TaskType;
import dev.signalbox.contracts.route.TeamRecommendation;
import dev.signalbox.contracts.session.SessionView;
import dev.signalbox.gateway.testing.Neighbours;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;

/** The services behind the gateway, as they answer while a client works with a session. */
final class Delegation {

    static final SessionId SESSION = new SessionId("s-1");
    static final Instant START = Instant.parse("2026-11-20T08:00:00Z");

    private final Neighbours neighbours;
    private final String tenant;

    Delegation(Neighbours neighbours, String tenant) {
        this.neighbours = neighbours;
        this.tenant = tenant;
    }

    /** Everything but the tasks. */
    void answers() {
        neighbours.answers("POST /v1/sessions", 201, Neighbours.json(session(null)));
        neighbours.answers("GET /v1/sessions", 200, "{\"items\":[" + Neighbours.json(session(null)) + "]}");
        neighbours.answers(
                "DELETE /v1/sessions/s-1", 200, Neighbours.json(session(START.plus(Duration.ofMinutes(90)))));
        neighbours.answers("POST /v1/sessions/s-1/agents", 201, Neighbours.json(agent("test_lead", "starting", null)));
        neighbours.answers(
                "GET /v1/sessions/s-1/events",
                200,
                "{\"items\":[{\"type\":\"SessionStarted\"},{\"type\":\"SessionEnded\",\"freedGib\":0.75,"
                        + "\"agentsTerminated\":[\"senior_developer\"]}]}");
        neighbours.answers(
                "DELETE /v1/sessions/s-1/agents/test_lead",
                200,
                "{\"role\":\"test_lead\",\"status\":\"removed\",\"freedGib\":0.25}");
        neighbours.answers("POST /internal/team-recommendations", 200, Neighbours.json(team()));
        neighbours.answers("GET /v1/agents", 200, """
                {"agents":[{"agentId":"senior_developer","status":"deployed","version":2,"role":"senior_developer",
                "name":"Senior Developer","description":"writes code","skills":["java"],"tools":["run_command"],
                "configuration":{}}]}""");
        neighbours.answers("POST /internal/agent-matches", 200, Neighbours.json(matches()));
        neighbours.answers("POST /v1/approvals/proposals", 201, approval("pending"));
        neighbours.answers("GET /v1/approvals", 200, "{\"items\":[" + approval("pending") + "]}");
        neighbours.answers("POST /v1/approvals/a-1/decision", 200, approval("granted"));
    }

    /** The session takes a task on, which a worker finishes as soon as it was asked for. */
    CompletableFuture<Void> works(TaskId task) {
        String path = "/v1/sessions/s-1/tasks";
        int before = neighbours.asked(path).size();
        neighbours.answers("POST " + path, 202, "{\"taskId\":\"" + task + "\",\"status\":\"queued\"}");
        return CompletableFuture.runAsync(() -> {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(40))
                    .until(() -> neighbours.asked(path).size() > before);
            // Its owner hears of it a little later than the client does.
            sleep();
            neighbours.knows(task, tenant, TaskStatus.RUNNING);
            neighbours.tells(task, new TaskAccepted(task, new TenantId(tenant), SESSION, Instant.now()));
            neighbours.tells(task, new TaskStarted(task, 1, 1, "local", "worker", Isolation.NAMESPACES, Instant.now()));
            sleep();
            neighbours.knows(task, tenant, TaskStatus.SUCCEEDED);
            neighbours.tells(task, Neighbours.completed(task));
        });
    }

    private static void sleep() {
        try {
            Thread.sleep(300);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private SessionView session(Instant ended) {
        return new SessionView(
                SESSION,
                new TenantId(tenant),
                ended == null ? "active" : "ended",
                "Fix the login",
                null,
                TaskType.BUG_FIX,
                Complexity.LOW,
                "because",
                List.of(agent("senior_developer", "ready", Duration.ofMillis(2500))),
                new SessionView.Caps(3, 8),
                new SessionView.Estimate(2.5, 2),
                new SessionView.Used(0.5, 1, 100, START),
                new SessionView.Savings(9, 20, 80),
                new SessionView.Account(null, Money.ZERO, Money.ZERO),
                Duration.ofMinutes(45),
                START,
                START,
                START.plus(Duration.ofMinutes(30)),
                ended,
                ended == null ? null : "ended");
    }

    private static SessionView.Agent agent(String role, String status, Duration readyIn) {
        return new SessionView.Agent(
                role, new AgentId(role), null, status, null, "because", START, START, readyIn, 2.5, 0.5, false);
    }

    private static TeamRecommendation team() {
        return new TeamRecommendation(
                List.of(new TeamRecommendation.Member("senior_developer", 2.5, 2, "leads")),
                2.5,
                2,
                Duration.ofMinutes(65),
                Complexity.LOW,
                TaskType.BUG_FIX,
                "a bug needs a developer");
    }

    private static AgentMatches matches() {
        return new AgentMatches(
                List.of(new AgentMatches.Match(
                        new AgentId("senior_developer"), 2, "Senior Developer", 0.75, List.of("klingon"))),
                new AgentProposal(
                        "translator",
                        "Translator",
                        List.of("klingon"),
                        List.of(),
                        "You translate.",
                        "haiku",
                        "nobody"));
    }

    private static String approval(String status) {
        String decided = status.equals("pending")
                ? ""
                : ",\"decision\":\"granted\",\"scope\":\"permanently\",\"decidedBy\":\"ada\",\"comment\":\"yes\","
                        + "\"decidedAt\":\"2026-11-20T08:05:00Z\"";
        return "{\"approvalId\":\"a-1\",\"kind\":\"agent_proposal\",\"status\":\"" + status
                + "\",\"title\":\"A translator\",\"detail\":\"for Klingon\",\"hash\":\"abc\","
                + "\"subject\":{\"taskId\":\"t-1\"},\"details\":{\"role\":\"translator\"},"
                + "\"requestedAt\":\"2026-11-20T08:00:00Z\",\"expiresAt\":\"2026-11-21T08:00:00Z\"" + decided + "}";
    }
}
