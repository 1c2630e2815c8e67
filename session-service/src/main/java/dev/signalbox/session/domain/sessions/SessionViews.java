package dev.signalbox.session.domain.sessions;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.route.TeamRecommendation.Member;
import dev.signalbox.contracts.session.SessionView;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Sessions as clients see them. */
public final class SessionViews {

    private SessionViews() {}

    /**
     * The session now.
     *
     * @param account its money
     * @param conversationBytes that its agents remember
     */
    @SuppressWarnings("NullAway") // it does not read the annotation of the nested type's component
    public static SessionView of(SessionDocument session, SessionView.Account account, long conversationBytes) {
        SessionDocument.Team team = session.team();
        SessionDocument.End end = session.end();
        double estimated =
                session.agents().stream().mapToDouble(ActiveAgent::estimatedGib).sum();
        return new SessionView(
                session.id(),
                session.tenant(),
                session.active() ? "active" : "ended",
                session.wish().description(),
                session.wish().context(),
                team.taskType(),
                team.complexity(),
                team.reasoning(),
                session.agents().stream().map(agent -> agent(session, agent)).toList(),
                new SessionView.Caps(team.maximumAgents(), team.maximumMemoryGib()),
                new SessionView.Estimate(
                        estimated,
                        session.agents().stream().mapToDouble(ActiveAgent::cpus).sum()),
                new SessionView.Used(
                        session.usedGib(),
                        session.holds().stream().mapToLong(HoldUse::cpuMillis).sum() / 1000.0,
                        conversationBytes,
                        session.holds().stream()
                                .map(HoldUse::measuredAt)
                                .filter(Objects::nonNull)
                                .max(Instant::compareTo)
                                .orElse(null)),
                savings(team, estimated),
                new SessionView.Account(account.budget(), account.spent(), account.reserved(), perHour(session)),
                team.estimatedTime(),
                session.wish().createdAt(),
                session.use().lastUsedAt(),
                session.timesOutAt(),
                end == null ? null : end.at(),
                end == null ? null : end.reason());
    }

    /** One of its agents. */
    public static SessionView.Agent agent(SessionDocument session, ActiveAgent agent) {
        return new SessionView.Agent(
                agent.role(),
                agent.agentId(),
                agent.model(),
                agent.status().name().toLowerCase(Locale.ROOT),
                agent.because(),
                agent.reason(),
                agent.addedAt(),
                agent.lastUsedAt(),
                agent.readyIn(),
                agent.estimatedGib(),
                session.active() ? session.usedGib(agent) : 0,
                session.hold(agent.holdId()).map(hold -> hold.place().shared()).orElse(false));
    }

    private static @Nullable Money perHour(SessionDocument session) {
        return session.holds().stream()
                .map(HoldUse::place)
                .filter(place -> session.holds(place.holdId()))
                .map(place -> place.rates().cost(place.resources(), Duration.ofHours(1)))
                .reduce(Money::plus)
                .orElse(null);
    }

    private static SessionView.Savings savings(SessionDocument.Team team, double needed) {
        double all = team.roles().stream().mapToDouble(Member::memoryGib).sum();
        double less = Math.max(0, all - needed);
        return new SessionView.Savings(team.roles().size(), less, all == 0 ? 0 : Math.round(1000 * less / all) / 10.0);
    }
}
