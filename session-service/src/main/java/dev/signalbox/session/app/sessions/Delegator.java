package dev.signalbox.session.app.sessions;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.Identifiers;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.route.TeamRecommendation;
import dev.signalbox.contracts.session.NewSession;
import dev.signalbox.contracts.session.SessionMessageSent;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.session.app.RefusedException;
import dev.signalbox.session.app.documents.Publication;
import dev.signalbox.session.app.ledger.Accounts;
import dev.signalbox.session.domain.ledger.Account;
import dev.signalbox.session.domain.sessions.ActiveAgent;
import dev.signalbox.session.domain.sessions.Recruit;
import dev.signalbox.session.domain.sessions.Refusals;
import dev.signalbox.session.domain.sessions.Ruling;
import dev.signalbox.session.domain.sessions.SessionDocument;
import dev.signalbox.session.domain.sessions.SessionRules;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What clients do to sessions. Methods block; they throw {@link RefusedException} for what is not allowed. */
public final class Delegator {

    /** Fewer words than this let no session grow. */
    private static final int FEW_WORDS = 8;

    private final StoredSessions sessions;
    private final Accounts accounts;
    private final SessionTalk talk;
    private final Holds holds;
    private final Recruiting recruiting;
    private final Advice router;
    private final SessionRules rules;
    private final int concurrentSessions;
    private final Clock clock;

    /**
     * The delegator.
     *
     * @param concurrentSessions most active sessions of a tenant
     */
    public Delegator(
            StoredSessions sessions,
            Accounts accounts,
            SessionTalk talk,
            Holds holds,
            Recruiting recruiting,
            Advice router,
            SessionRules rules,
            int concurrentSessions,
            Clock clock) {
        this.sessions = sessions;
        this.accounts = accounts;
        this.talk = talk;
        this.holds = holds;
        this.recruiting = recruiting;
        this.router = router;
        this.rules = rules;
        this.concurrentSessions = concurrentSessions;
        this.clock = clock;
    }

    /** A new session. */
    public SessionDocument create(TenantId tenant, NewSession asked) {
        Instant now = clock.instant();
        SessionId id = new SessionId(Identifiers.timeOrdered(now));
        NewSession.Context context = asked.context();
        TeamRecommendation team =
                router.team(Tasks.of(asked.taskDescription(), context == null ? null : context.existingCode()));
        boolean share = asked.share() != null && asked.share();
        Recruiting.Wanted wanted = new Recruiting.Wanted(tenant, id, share, asked.taskDescription(), roles(team));
        List<Recruit> recruits = new ArrayList<>();
        for (TeamRecommendation.Member member : team.members()) {
            recruits.add(recruiting.recruit(member.role(), wanted));
        }
        Account.Key key = new Account.Key(tenant, id);
        if (!accounts.open(key, Accounts.Kind.SESSION, asked.budget(), concurrentSessions, now)) {
            throw new RefusedException(ProblemType.LIMIT_REACHED.because("There are " + concurrentSessions
                    + " active sessions, which is as many as there may be; end one of them (GET /v1/sessions)."));
        }
        Ruling.Changed created = rules.create(id, tenant, asked, team, recruits, clock.instant());
        sessions.put(created);
        holds.follow(created.document());
        return created.document();
    }

    private static List<TeamRecommendation.Member> roles(TeamRecommendation team) {
        return team.roles().isEmpty() ? team.members() : team.roles();
    }

    /** One agent more. */
    public ActiveAgentOf add(TenantId tenant, SessionId id, String role, String reason) {
        SessionDocument session = sessions.of(tenant, id);
        // Before anybody is asked: what the session itself refuses, it refuses at once.
        Refusals.refusal(session, new Recruit(role, agent(role), null, 0, 0, null, null))
                .ifPresent(problem -> {
                    throw new RefusedException(problem);
                });
        Recruit recruit =
                recruiting.recruit(role, wanted(session, session.wish().description()));
        SessionDocument after = sessions.change(tenant, id, now -> current -> rules.add(current, recruit, reason, now));
        holds.follow(after);
        return new ActiveAgentOf(after, after.agent(role).orElseThrow());
    }

    private static AgentId agent(String role) {
        if (!Identifiers.valid(role)) {
            throw new RefusedException(ProblemType.INVALID_REQUEST.because(
                    "role names an agent: 1 to 64 letters, digits and . _ : -", java.util.Map.of("field", "/role")));
        }
        return new AgentId(role);
    }

    /** An agent with its session. */
    public record ActiveAgentOf(SessionDocument session, ActiveAgent agent) {}

    /** One agent less; answers how much memory is free, GiB. */
    public double remove(TenantId tenant, SessionId id, String role, String reason) {
        Predicate<String> others = holds.othersThan(sessions.of(tenant, id));
        Ruling.Changed after =
                sessions.changed(tenant, id, now -> current -> rules.remove(current, role, reason, others, now));
        holds.follow(after.document());
        return after.events().stream()
                .filter(dev.signalbox.contracts.session.SessionAgentRemoved.class::isInstance)
                .map(dev.signalbox.contracts.session.SessionAgentRemoved.class::cast)
                .mapToDouble(dev.signalbox.contracts.session.SessionAgentRemoved::freedGib)
                .sum();
    }

    /** It ends; if it has ended, nothing happens. */
    public SessionDocument end(TenantId tenant, SessionId id, String reason) {
        SessionDocument before = sessions.of(tenant, id);
        Predicate<String> others = holds.othersThan(before);
        Money spent = spent(before);
        SessionDocument after =
                sessions.change(tenant, id, now -> current -> rules.end(current, reason, others, spent, now));
        wrapUp(after);
        return after;
    }

    /** What follows the end of a session: nothing is begun, nothing runs, nothing is held. Again it changes nothing. */
    public void wrapUp(SessionDocument session) {
        if (session.active()) {
            return;
        }
        Account.Key key = new Account.Key(session.tenant(), session.id());
        accounts.close(key);
        List<TaskId> running = accounts.running(key);
        if (!running.isEmpty()) {
            sessions.cancel(session, running);
        }
        holds.follow(session);
    }

    /** What the session has spent. */
    public Money spent(SessionDocument session) {
        return accounts.find(new Account.Key(session.tenant(), session.id()))
                .map(Account::spent)
                .orElse(Money.ZERO);
    }

    /** A message to an agent; answers its number. */
    public long message(TenantId tenant, SessionId id, @Nullable String from, String to, String text) {
        Ruling.Changed after =
                sessions.changed(tenant, id, now -> current -> rules.message(current, from, to, text, now));
        SessionMessageSent sent = (SessionMessageSent) after.events().getFirst();
        talk.keep(sent);
        return sent.messageId();
    }

    /**
     * A task for the session; answers its id.
     *
     * @param idempotencyKey the client's; given again it is the same task
     */
    public TaskId submit(TenantId tenant, SessionId id, TaskSpec task, @Nullable String idempotencyKey) {
        SessionDocument session = sessions.of(tenant, id);
        if (!session.active()) {
            throw new RefusedException(Refusals.ended(session));
        }
        boolean words = !task.runsCode();
        TeamRecommendation analysed = words && session.wish().automatic() && saysEnough(task) ? analysed(task) : null;
        List<Recruit> missing = analysed == null || !SessionRules.grows(session, analysed)
                ? List.of()
                : missing(session, analysed, task);
        String role = task.agent() == null ? null : task.agent().value();
        TaskId taskId = taskId(tenant, id, idempotencyKey);
        TaskSpec placed = words ? whereItsSandboxIs(session, role, task) : task;
        SessionDocument after = sessions.changeWith(
                tenant,
                id,
                now -> current -> rules.task(current, role, analysed, missing, now),
                document -> List.of(requested(document, taskId, placed, words && role == null)));
        holds.follow(after);
        return taskId;
    }

    /** A few words say too little of how much work there is. */
    private static boolean saysEnough(TaskSpec task) {
        String prompt = task.prompt();
        return prompt != null && prompt.strip().split("\\s+").length >= FEW_WORDS;
    }

    /**
     * The task at the backend where its agent's sandbox waits, so that what the agent left there is still there; as it is
     * where the client says where it goes or what it needs, or where it cannot go there.
     */
    private TaskSpec whereItsSandboxIs(SessionDocument session, @Nullable String role, TaskSpec task) {
        List<String> backends = session.agents().stream()
                .filter(agent -> role == null || agent.role().equals(role))
                .flatMap(agent -> session.hold(agent.holdId()).stream())
                .map(hold -> hold.place().backend())
                .distinct()
                .toList();
        if (task.backend() != null || !task.needs().isEmpty() || backends.size() != 1) {
            return task;
        }
        TaskSpec there = task.on(backends.getFirst());
        List<AgentId> among = role == null
                ? session.agents().stream().map(ActiveAgent::agentId).toList()
                : List.of();
        Instant now = clock.instant();
        try {
            RouteDecision decision = router.route(TaskRequested.first(
                                    new TaskId(Identifiers.timeOrdered(now)), session.tenant(), null, there, now)
                            .onlyFor(among))
                    .decision();
            return decision != null && decision.chosen() != null ? there : task;
        } catch (RefusedException e) {
            return task;
        }
    }

    /** An id that is there already is ignored wherever it comes. */
    private TaskId taskId(TenantId tenant, SessionId id, @Nullable String idempotencyKey) {
        return new TaskId(
                idempotencyKey == null
                        ? Identifiers.timeOrdered(clock.instant())
                        : UUID.nameUUIDFromBytes(
                                        (tenant + "/" + id + "/" + idempotencyKey).getBytes(StandardCharsets.UTF_8))
                                .toString());
    }

    /** The task is done without the advice where the router is away: it waits for it anyway. */
    private @Nullable TeamRecommendation analysed(TaskSpec task) {
        try {
            return router.team(task);
        } catch (RefusedException e) {
            return null;
        }
    }

    private List<Recruit> missing(SessionDocument session, TeamRecommendation analysed, TaskSpec task) {
        List<Recruit> missing = new ArrayList<>();
        for (TeamRecommendation.Member member : analysed.members()) {
            if (session.agent(member.role()).isEmpty()) {
                try {
                    missing.add(recruiting.recruit(
                            member.role(),
                            wanted(
                                    session,
                                    task.prompt() == null ? session.wish().description() : task.prompt())));
                } catch (RefusedException e) {
                    return missing;
                }
            }
        }
        return missing;
    }

    private Publication requested(SessionDocument session, TaskId taskId, TaskSpec task, boolean anyActive) {
        Instant now = clock.instant();
        List<AgentId> among =
                anyActive ? session.agents().stream().map(ActiveAgent::agentId).toList() : List.of();
        if (anyActive && among.isEmpty()) {
            throw new RefusedException(ProblemType.AGENT_NOT_ACTIVE.because("No agent is active in session "
                    + session.id() + "; add one with POST /v1/sessions/" + session.id() + "/agents."));
        }
        TaskRequested request = TaskRequested.first(taskId, session.tenant(), session.id(), task, now)
                .onlyFor(among);
        return new Publication(Topics.TASK_REQUESTS, taskId.value(), taskId + ":requested", request, now);
    }

    private static Recruiting.Wanted wanted(SessionDocument session, String work) {
        return new Recruiting.Wanted(
                session.tenant(),
                session.id(),
                session.wish().share(),
                work,
                session.team().roles());
    }
}
