package dev.signalbox.session.domain.sessions;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.route.Complexity;
import dev.signalbox.contracts.route.TaskType;
import dev.signalbox.contracts.route.TeamRecommendation;
import dev.signalbox.contracts.session.NewSession;
import dev.signalbox.contracts.session.SessionAgentAdded;
import dev.signalbox.contracts.session.SessionAgentReady;
import dev.signalbox.contracts.session.SessionAgentRemoved;
import dev.signalbox.contracts.session.SessionEnded;
import dev.signalbox.contracts.session.SessionEvent;
import dev.signalbox.contracts.session.SessionMessageSent;
import dev.signalbox.contracts.session.SessionStarted;
import dev.signalbox.contracts.session.SessionWarned;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A session as it is stored.
 *
 * @param wish what the client asked for
 * @param team what was found out about its work
 * @param agents the active ones, or those that were active when it ended; the leading one first
 * @param holds sandboxes that it holds or held
 * @param use when it was used, and what it was warned of
 * @param history what happened
 * @param end absent while it is active
 */
public record SessionDocument(
        SessionId id,
        TenantId tenant,
        Wish wish,
        Team team,
        List<ActiveAgent> agents,
        List<HoldUse> holds,
        Use use,
        History history,
        @Nullable End end) {

    /**
     * What the client asked for.
     *
     * @param context without the code that was there, which only its analysis needs
     * @param latestEnd by deadline or longest life
     */
    public record Wish(
            String description,
            NewSession.@Nullable Context context,
            @Nullable Money budget,
            Duration timeout,
            boolean share,
            boolean automatic,
            Instant createdAt,
            Instant latestEnd) {}

    /** What was found out about its work. */
    public record Team(
            TaskType taskType,
            Complexity complexity,
            String reasoning,
            Duration estimatedTime,
            int maximumAgents,
            double maximumMemoryGib,
            List<TeamRecommendation.Member> roles) {
        public Team {
            roles = List.copyOf(roles);
        }
    }

    /**
     * When it was used, and what it was warned of.
     *
     * @param warned of its end, since it was last used
     */
    public record Use(Instant lastUsedAt, boolean warned, boolean budgetWarned) {}

    /**
     * What happened, the oldest first, as far as it is kept.
     *
     * @param sequence events so far
     * @param messages messages so far
     */
    public record History(
            long sequence,
            long messages,

            @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
            @JsonSubTypes({
                @JsonSubTypes.Type(value = SessionStarted.class, name = "SessionStarted"),
                @JsonSubTypes.Type(value = SessionAgentAdded.class, name = "SessionAgentAdded"),
                @JsonSubTypes.Type(value = SessionAgentReady.class, name = "SessionAgentReady"),
                @JsonSubTypes.Type(value = SessionAgentRemoved.class, name = "SessionAgentRemoved"),
                @JsonSubTypes.Type(value = SessionMessageSent.class, name = "SessionMessageSent"),
                @JsonSubTypes.Type(value = SessionWarned.class, name = "SessionWarned"),
                @JsonSubTypes.Type(value = SessionEnded.class, name = "SessionEnded")
            })
            List<SessionEvent> events) {
        public History {
            events = List.copyOf(events);
        }
    }

    /** That it ended. */
    public record End(Instant at, String reason, double freedGib) {}

    public SessionDocument {
        agents = List.copyOf(agents);
        holds = List.copyOf(holds);
    }

    public boolean active() {
        return end == null;
    }

    public Optional<ActiveAgent> agent(String role) {
        return agents.stream().filter(agent -> agent.role().equals(role)).findFirst();
    }

    public Optional<HoldUse> hold(@Nullable String holdId) {
        return holds.stream()
                .filter(hold -> hold.place().holdId().equals(holdId))
                .findFirst();
    }

    /** Whether an active agent works in it. */
    public boolean holds(String holdId) {
        return active() && agents.stream().anyMatch(agent -> holdId.equals(agent.holdId()));
    }

    /** When it ends if nothing comes. */
    public Instant timesOutAt() {
        Instant idle = use.lastUsedAt().plus(wish.timeout());
        return idle.isBefore(wish.latestEnd()) ? idle : wish.latestEnd();
    }

    /** Memory that an agent holds, as measured last. */
    double usedGib(ActiveAgent agent) {
        return hold(agent.holdId()).map(hold -> gib(hold.memoryBytes())).orElse(0.0);
    }

    /** Memory that its active agents hold together; a sandbox counts once. */
    public double usedGib() {
        return gib(holds.stream()
                .filter(hold -> holds(hold.place().holdId()))
                .mapToLong(HoldUse::memoryBytes)
                .sum());
    }

    static double gib(long bytes) {
        return Math.round(bytes / (1024.0 * 1024 * 1024) * 1000) / 1000.0;
    }

    SessionDocument with(List<ActiveAgent> others) {
        return new SessionDocument(id, tenant, wish, team, others, holds, use, history, end);
    }

    SessionDocument with(Team other) {
        return new SessionDocument(id, tenant, wish, other, agents, holds, use, history, end);
    }

    SessionDocument withHolds(List<HoldUse> others) {
        return new SessionDocument(id, tenant, wish, team, agents, others, use, history, end);
    }

    SessionDocument with(Use other) {
        return new SessionDocument(id, tenant, wish, team, agents, holds, other, history, end);
    }

    SessionDocument with(History other) {
        return new SessionDocument(id, tenant, wish, team, agents, holds, use, other, end);
    }

    SessionDocument with(End other) {
        return new SessionDocument(id, tenant, wish, team, agents, holds, use, history, other);
    }
}
