package dev.signalbox.session.domain.sessions;

import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.session.domain.sessions.SessionDocument.End;
import dev.signalbox.session.domain.sessions.SessionDocument.Team;
import java.util.Locale;
import java.util.Optional;

/** What sessions do not allow, and what to do instead. */
public final class Refusals {

    private Refusals() {}

    /** Why the agent cannot be added; empty when it can. */
    public static Optional<Problem> refusal(SessionDocument session, Recruit recruit) {
        if (!session.active()) {
            return Optional.of(ended(session));
        }
        if (session.agent(recruit.role()).isPresent()) {
            return Optional.of(ProblemType.CONFLICT.because(
                    recruit.role() + " is active in session " + session.id() + " already."));
        }
        Team team = session.team();
        if (session.agents().size() >= team.maximumAgents()) {
            return Optional.of(ProblemType.LIMIT_REACHED.because("A session whose work is " + name(team.complexity())
                    + " has at most " + team.maximumAgents() + " agents at once, and it has "
                    + String.join(
                            ", ",
                            session.agents().stream().map(ActiveAgent::role).toList())
                    + ". Remove one of them first, or create a session for the larger task."));
        }
        double memory = recruit.estimatedGib()
                + session.agents().stream()
                        .mapToDouble(ActiveAgent::estimatedGib)
                        .sum();
        if (team.maximumMemoryGib() > 0 && memory > team.maximumMemoryGib()) {
            return Optional.of(ProblemType.LIMIT_REACHED.because("With " + recruit.role() + " the session would need "
                    + memory + " GiB, and one whose work is " + name(team.complexity()) + " has at most "
                    + team.maximumMemoryGib()
                    + " GiB. Remove an agent first, or create a session for the larger task."));
        }
        return Optional.empty();
    }

    /** What to say of a session that is over. */
    public static Problem ended(SessionDocument session) {
        End end = session.end();
        return ProblemType.SESSION_ENDED.because("Session " + session.id() + " ended"
                + (end == null ? "" : " at " + end.at() + " (" + end.reason() + ")") + "; create another one.");
    }

    /** What to say of an agent that is not active. */
    public static Problem inactive(SessionDocument session, String role) {
        return ProblemType.AGENT_NOT_ACTIVE.because(role + " is not active in session " + session.id()
                + "; add it with POST /v1/sessions/" + session.id() + "/agents {\"role\":\"" + role
                + "\",\"reason\":\"...\"} (MCP: add_agent_to_session). Active are "
                + (session.agents().isEmpty()
                        ? "none"
                        : String.join(
                                ", ",
                                session.agents().stream().map(ActiveAgent::role).toList()))
                + ".");
    }

    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
