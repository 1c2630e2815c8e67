package dev.signalbox.session.domain.sessions;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.route.TeamRecommendation;
import dev.signalbox.contracts.session.NewSession;
import dev.signalbox.contracts.session.SessionAgentAdded;
import dev.signalbox.contracts.session.SessionAgentReady;
import dev.signalbox.contracts.session.SessionAgentRemoved;
import dev.signalbox.contracts.session.SessionEnded;
import dev.signalbox.contracts.session.SessionMessageSent;
import dev.signalbox.contracts.session.SessionStarted;
import dev.signalbox.session.domain.sessions.SessionDocument.End;
import dev.signalbox.session.domain.sessions.SessionDocument.History;
import dev.signalbox.session.domain.sessions.SessionDocument.Team;
import dev.signalbox.session.domain.sessions.SessionDocument.Use;
import dev.signalbox.session.domain.sessions.SessionDocument.Wish;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What clients may do to sessions. Time and everything that has to be asked for are arguments. */
public final class SessionRules {

    private final DelegatorPolicy policy;

    public SessionRules(DelegatorPolicy policy) {
        this.policy = policy;
    }

    /** A new session with the agents that its work needs. */
    public Ruling.Changed create(
            SessionId id,
            TenantId tenant,
            NewSession asked,
            TeamRecommendation team,
            List<Recruit> recruits,
            Instant now) {
        NewSession.Context context = asked.context();
        Instant latest = now.plus(policy.longestLife());
        Instant deadline = context == null ? null : context.deadline();
        Wish wish = new Wish(
                asked.taskDescription(),
                context == null ? null : new NewSession.Context(context.priority(), deadline, null),
                asked.budget(),
                asked.timeout() == null ? policy.timeout() : asked.timeout(),
                asked.share() != null && asked.share(),
                asked.automatic() == null || asked.automatic(),
                now,
                deadline != null && deadline.isBefore(latest) ? deadline : latest);
        Team found = new Team(
                team.taskType(),
                team.complexity(),
                team.reasoning(),
                team.estimatedTime(),
                Math.max(team.maximumMembers(), team.members().size()),
                Math.max(team.maximumMemoryGib(), team.memoryGib()),
                team.roles());
        Draft draft = new Draft(new SessionDocument(
                id,
                tenant,
                wish,
                found,
                List.of(),
                List.of(),
                new Use(now, false, false),
                new History(0, 0, List.of()),
                null));
        draft.tell(new SessionStarted(
                id,
                tenant,
                asked.taskDescription(),
                team.taskType(),
                team.complexity(),
                recruits.stream().map(Recruit::role).toList(),
                draft.document().timesOutAt(),
                now));
        for (Recruit recruit : recruits) {
            recruited(draft, recruit, because(team, recruit.role()), false, now);
        }
        return draft.done();
    }

    /** One more agent, within the caps of the complexity. */
    public Ruling add(SessionDocument session, Recruit recruit, String reason, Instant now) {
        Optional<Problem> refusal = Refusals.refusal(session, recruit);
        if (refusal.isPresent()) {
            return new Ruling.Refused(refusal.get());
        }
        Draft draft = new Draft(used(session, null, now));
        recruited(draft, recruit, reason, false, now);
        return draft.done();
    }

    /** One agent less; what it held is let go. */
    public Ruling remove(
            SessionDocument session, String role, String reason, Predicate<String> othersHold, Instant now) {
        if (!session.active()) {
            return new Ruling.Refused(Refusals.ended(session));
        }
        Optional<ActiveAgent> agent = session.agent(role);
        if (agent.isEmpty()) {
            return new Ruling.Refused(Refusals.inactive(session, role));
        }
        Draft draft = new Draft(used(session, null, now));
        removed(draft, agent.get(), reason, false, othersHold, now);
        return draft.done();
    }

    /** A message to an active agent. */
    public Ruling message(SessionDocument session, @Nullable String from, String to, String text, Instant now) {
        if (!session.active()) {
            return new Ruling.Refused(Refusals.ended(session));
        }
        Optional<String> missing = Stream.of(to, from == null ? to : from)
                .filter(role -> session.agent(role).isEmpty())
                .findFirst();
        if (missing.isPresent()) {
            return new Ruling.Refused(Refusals.inactive(session, missing.get()));
        }
        Draft draft = new Draft(used(session, to, now));
        long messageId = session.history().messages() + 1;
        draft.tell(new SessionMessageSent(session.id(), session.tenant(), messageId, from, to, text, now));
        return draft.done();
    }

    /** A message of an agent that was told of before changes nothing. */
    public Ruling relay(SessionDocument session, @Nullable String from, String to, String text, Instant at) {
        boolean known = session.history().events().stream()
                .anyMatch(event -> event instanceof SessionMessageSent sent
                        && sent.at().equals(at)
                        && sent.to().equals(to)
                        && Objects.equals(sent.from(), from));
        return known ? new Draft(session).done() : message(session, from, to, text, at);
    }

    /**
     * A task begins. Where its analysis says that there is more to it than to the session, whoever is missing for it is
     * added, as far as the caps of the higher complexity allow.
     *
     * @param role the agent that was asked for; absent where the router chooses, or where a program runs
     * @param analysed what the task needs; absent where a program runs
     * @param missing agents of the analysis that are not active, the most needed first
     */
    public Ruling task(
            SessionDocument session,
            @Nullable String role,
            @Nullable TeamRecommendation analysed,
            List<Recruit> missing,
            Instant now) {
        if (!session.active()) {
            return new Ruling.Refused(Refusals.ended(session));
        }
        Draft draft = new Draft(used(session, role, now));
        if (analysed != null && grows(session, analysed)) {
            grow(draft, analysed, missing, now);
        }
        if (role != null && draft.document().agent(role).isEmpty()) {
            return new Ruling.Refused(Refusals.inactive(session, role));
        }
        return draft.done();
    }

    /** Whether a task asks for more than the session was made for. */
    public static boolean grows(SessionDocument session, TeamRecommendation analysed) {
        return session.active()
                && session.wish().automatic()
                && analysed.complexity().compareTo(session.team().complexity()) > 0;
    }

    private static void grow(Draft draft, TeamRecommendation analysed, List<Recruit> missing, Instant now) {
        Team team = draft.document().team();
        draft.put(draft.document()
                .with(new Team(
                        team.taskType(),
                        analysed.complexity(),
                        team.reasoning() + " A later task was found to be " + Refusals.name(analysed.complexity())
                                + ": " + analysed.reasoning(),
                        team.estimatedTime().compareTo(analysed.estimatedTime()) > 0
                                ? team.estimatedTime()
                                : analysed.estimatedTime(),
                        Math.max(team.maximumAgents(), analysed.maximumMembers()),
                        Math.max(team.maximumMemoryGib(), analysed.maximumMemoryGib()),
                        team.roles())));
        String why = "a task was found to be " + Refusals.name(analysed.complexity());
        for (Recruit recruit : missing) {
            if (Refusals.refusal(draft.document(), recruit).isEmpty()) {
                recruited(draft, recruit, why, true, now);
            }
        }
    }

    /** It ends; whatever it held is let go. */
    public Ruling.Changed end(
            SessionDocument session, String reason, Predicate<String> othersHold, Money spent, Instant now) {
        Draft draft = new Draft(session);
        end(draft, reason, othersHold, spent, now);
        return draft.done();
    }

    static void end(Draft draft, String reason, Predicate<String> othersHold, Money spent, Instant now) {
        SessionDocument session = draft.document();
        if (!session.active()) {
            return;
        }
        double freed = SessionDocument.gib(session.holds().stream()
                .filter(hold -> session.holds(hold.place().holdId()))
                .filter(hold -> !othersHold.test(hold.place().holdId()))
                .mapToLong(HoldUse::memoryBytes)
                .sum());
        draft.put(session.with(new End(now, reason, freed)));
        draft.tell(new SessionEnded(
                session.id(),
                session.tenant(),
                reason,
                session.agents().stream().map(ActiveAgent::role).toList(),
                freed,
                Duration.between(session.wish().createdAt(), now),
                spent,
                now));
    }

    static void recruited(Draft draft, Recruit recruit, String reason, boolean automatic, Instant now) {
        SessionDocument session = draft.document();
        Place place = recruit.place();
        String problem = recruit.problem();
        boolean atOnce = problem == null && place == null;
        ActiveAgent agent = new ActiveAgent(
                recruit.role(),
                recruit.agentId(),
                recruit.model(),
                problem != null
                        ? ActiveAgent.Status.FAILED
                        : atOnce ? ActiveAgent.Status.READY : ActiveAgent.Status.STARTING,
                problem,
                reason,
                now,
                now,
                atOnce ? Duration.ZERO : null,
                recruit.estimatedGib(),
                recruit.cpus(),
                place == null ? null : place.holdId());
        List<ActiveAgent> agents = new ArrayList<>(session.agents());
        agents.add(agent);
        draft.put(session.with(agents));
        if (place != null) {
            draft.put(draft.document().withHolds(placed(session.holds(), place)));
        }
        draft.tell(new SessionAgentAdded(
                session.id(), session.tenant(), agent.role(), agent.model(), reason, automatic, now));
        if (atOnce) {
            draft.tell(new SessionAgentReady(session.id(), session.tenant(), agent.role(), Duration.ZERO, now));
        }
    }

    private static List<HoldUse> placed(List<HoldUse> holds, Place place) {
        HoldUse use = holds.stream()
                .filter(hold -> hold.place().holdId().equals(place.holdId()))
                .findFirst()
                .map(hold -> hold.placed(place))
                .orElseGet(() -> HoldUse.at(place));
        return Stream.concat(
                        holds.stream().filter(hold -> !hold.place().holdId().equals(place.holdId())), Stream.of(use))
                .toList();
    }

    static void removed(
            Draft draft,
            ActiveAgent agent,
            String reason,
            boolean automatic,
            Predicate<String> othersHold,
            Instant now) {
        SessionDocument session = draft.document();
        String holdId = agent.holdId();
        double freed = holdId == null || othersHold.test(holdId) ? 0 : session.usedGib(agent);
        draft.put(session.with(session.agents().stream()
                .filter(other -> !other.role().equals(agent.role()))
                .toList()));
        draft.tell(
                new SessionAgentRemoved(session.id(), session.tenant(), agent.role(), reason, automatic, freed, now));
    }

    /** The session was used just now, and one of its agents. */
    private static SessionDocument used(SessionDocument session, @Nullable String role, Instant now) {
        SessionDocument touched = session.with(new Use(now, false, session.use().budgetWarned()));
        return role == null
                ? touched
                : touched.with(session.agents().stream()
                        .map(agent -> agent.role().equals(role) ? agent.used(now) : agent)
                        .toList());
    }

    private static String because(TeamRecommendation team, String role) {
        return team.members().stream()
                .filter(member -> member.role().equals(role))
                .map(TeamRecommendation.Member::because)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("recommended for the task");
    }
}
