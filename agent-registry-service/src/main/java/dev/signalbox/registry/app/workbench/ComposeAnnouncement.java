package dev.signalbox.registry.app.workbench;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.agent.AgentEvidence;
import dev.signalbox.registry.app.Agents;
import dev.signalbox.registry.domain.Agent;
import dev.signalbox.registry.domain.Trial;
import dev.signalbox.registry.domain.workbench.Tally;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Puts together what routers are told of an agent: the version on duty, the one on trial, and how both have done. */
@ApplicationScoped
public class ComposeAnnouncement {

    private final Agents agents;
    private final EvidenceStore evidence;

    public ComposeAnnouncement(Agents agents, EvidenceStore evidence) {
        this.agents = agents;
        this.evidence = evidence;
    }

    /** Of an agent with a version on duty. */
    public Uni<AgentDeployed> of(Agent agent, Instant now) {
        int onDuty = Objects.requireNonNull(agent.life().deployedVersion(), "nothing is on duty");
        Trial trial = agent.canary();
        return evidence.tallies(agent.id())
                .chain(tallies -> version(agent, onDuty, tallies, now)
                        .chain(deployed -> trial == null
                                ? Uni.createFrom().item(deployed)
                                : version(agent, trial.version(), tallies, now)
                                        .map(canary -> with(deployed, canary, trial))));
    }

    private Uni<AgentDeployed> version(Agent agent, int version, List<Tally> tallies, Instant now) {
        Uni<Agent> seen = agent.version() == version
                ? Uni.createFrom().item(agent)
                : agents.find(agent.id(), version).map(found -> found.orElseThrow());
        return seen.map(at -> told(at, tallies, now));
    }

    private static AgentDeployed told(Agent agent, List<Tally> tallies, Instant now) {
        AgentDeployed plain = agent.announcement(agent.versionDeployedAt() == null ? now : agent.versionDeployedAt());
        return with(plain, live(agent.version(), tallies).evidence());
    }

    /** All classes of tasks together, without the workbench's own. */
    public static Tally live(int version, List<Tally> tallies) {
        return tallies.stream()
                .filter(tally -> tally.version() == version && !tally.validation())
                .reduce(Tally.none(version, false), Tally::plus);
    }

    private static AgentDeployed with(AgentDeployed agent, AgentEvidence evidence) {
        return copy(agent, evidence, agent.canary());
    }

    private static AgentDeployed with(AgentDeployed agent, AgentDeployed canary, Trial trial) {
        return copy(agent, agent.evidence(), AgentDeployed.Canary.of(canary, trial.share(), trial.minimumRuns()));
    }

    private static AgentDeployed copy(
            AgentDeployed agent,
            @org.jspecify.annotations.Nullable AgentEvidence evidence,
            AgentDeployed.@org.jspecify.annotations.Nullable Canary canary) {
        AgentId id = agent.agentId();
        return new AgentDeployed(
                id,
                agent.version(),
                agent.name(),
                agent.role(),
                agent.description(),
                agent.skills(),
                agent.tools(),
                agent.systemPrompt(),
                agent.model(),
                agent.configuration(),
                agent.deployedAt(),
                evidence,
                canary);
    }
}
