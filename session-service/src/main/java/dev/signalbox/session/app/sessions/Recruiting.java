package dev.signalbox.session.app.sessions;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.Identifiers;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.Candidate;
import dev.signalbox.contracts.route.Rates;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.route.TeamRecommendation.Member;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.session.app.RefusedException;
import dev.signalbox.session.domain.sessions.Place;
import dev.signalbox.session.domain.sessions.Recruit;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out what an agent needs before it becomes active. */
public final class Recruiting {

    /** Tools that work in a sandbox. */
    private static final Set<String> IN_SANDBOX =
            Set.of("run_command", "write_file", "edit_file", "read_file", "list_files", "search_code", "web_fetch");

    /** Of an agent that is none of the known roles. */
    private static final double USUAL_GIB = 2;

    private static final double USUAL_CPUS = 1;

    private final Advice router;
    private final DeployedAgents agents;
    private final Clock clock;

    public Recruiting(Advice router, DeployedAgents agents, Clock clock) {
        this.router = router;
        this.agents = agents;
        this.clock = clock;
    }

    /**
     * For whom.
     *
     * @param share whether a sandbox may be shared with other sessions
     * @param work what the agent works on, in words
     * @param roles every role there is, with what it would need
     */
    public record Wanted(TenantId tenant, SessionId session, boolean share, String work, List<Member> roles) {}

    /**
     * The agent with what it needs.
     *
     * @throws RefusedException when there is no such agent, or the router cannot be asked
     */
    public Recruit recruit(String role, Wanted wanted) {
        if (!Identifiers.valid(role)) {
            throw unknown(role);
        }
        AgentId id = new AgentId(role);
        Optional<AgentDeployed> agent = agents.find(id);
        Optional<Member> member =
                wanted.roles().stream().filter(one -> one.role().equals(role)).findFirst();
        if (agent.isEmpty() && member.isEmpty()) {
            throw unknown(role);
        }
        double gib = member.map(Member::memoryGib).orElse(USUAL_GIB);
        double cpus = member.map(Member::cpus).orElse(USUAL_CPUS);
        if (agent.isEmpty()) {
            return new Recruit(
                    role, id, null, gib, cpus, null, "no agent " + role + " is deployed; see GET /v1/agents");
        }
        AgentDeployed deployed = agent.get();
        if (deployed.tools().stream().noneMatch(IN_SANDBOX::contains)) {
            return new Recruit(role, id, deployed.model(), gib, cpus, null, null);
        }
        RouteDecision decision = decide(wanted, Tasks.forAgent(wanted.work(), id));
        if (decision == null || decision.chosen() == null || decision.rates() == null) {
            Problem problem = decision == null ? null : decision.problem();
            return new Recruit(
                    role,
                    id,
                    deployed.model(),
                    gib,
                    cpus,
                    null,
                    problem == null || problem.detail() == null ? "no route can be taken for it" : problem.detail());
        }
        Candidate worksAt = decision.chosen();
        // Its tasks may go elsewhere when they need more; what waits for them waits where waiting is cheapest.
        RouteDecision kept = decide(wanted, Tasks.kept(worksAt.route().tier()));
        Candidate keptAt = kept == null ? null : kept.chosen();
        Rates keptRates = kept == null ? null : kept.rates();
        boolean keeps = keptAt != null && keptRates != null;
        Candidate chosen = keeps ? Objects.requireNonNull(keptAt) : worksAt;
        Rates rates = keeps ? Objects.requireNonNull(keptRates) : decision.rates();
        Place place = new Place(
                wanted.tenant() + "~"
                        + (wanted.share() ? "shared" : wanted.session().value()) + "~" + role,
                wanted.share(),
                id,
                chosen.route().backend(),
                chosen.route().tier(),
                chosen.resources(),
                rates);
        return new Recruit(role, id, deployed.model(), gib, cpus, place, null);
    }

    private @Nullable RouteDecision decide(Wanted wanted, TaskSpec task) {
        var now = clock.instant();
        return router.route(
                        TaskRequested.first(new TaskId(Identifiers.timeOrdered(now)), wanted.tenant(), null, task, now))
                .decision();
    }

    private static RefusedException unknown(String role) {
        return new RefusedException(ProblemType.INVALID_REQUEST.because(
                "There is no agent " + role + "; GET /v1/agents lists those there are.",
                java.util.Map.of("field", "/role")));
    }
}
