package dev.signalbox.registry.app;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.registry.domain.Agent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Creates agents and gives them further versions. */
@ApplicationScoped
public class ManageAgents {

    private final Agents agents;
    private final Clock clock;

    public ManageAgents(Agents agents, Clock clock) {
        this.agents = agents;
        this.clock = clock;
    }

    /** A draft. */
    public Uni<Agent> create(AgentId id, Agent.Made made) {
        return agents.create(Agent.create(id, made, clock.instant()), List.of());
    }

    /** The agent, at the given or its newest version. */
    public Uni<Agent> read(AgentId id, @Nullable Integer version) {
        return agents.find(id, version)
                .map(found -> found.orElseThrow(() -> new Refused(
                        ProblemType.NOT_FOUND,
                        "there is no agent " + id + (version == null ? "" : " with a version " + version))));
    }

    public Uni<Page<Agent>> list(AgentQuery query) {
        return agents.list(query);
    }

    /** Every version, newest first. */
    public Uni<List<Agent>> versions(AgentId id) {
        return agents.versions(id).invoke(found -> {
            if (found.isEmpty()) {
                throw new Refused(ProblemType.NOT_FOUND, "there is no agent " + id);
            }
        });
    }

    /**
     * One more version; what is on duty stays on duty.
     *
     * @param guard fails when the client knows another state of the agent
     */
    public Uni<Agent> revise(AgentId id, Agent.Made made, Consumer<Agent> guard) {
        return read(id, null)
                .invoke(guard)
                .chain(before -> agents.save(before, before.revise(made, clock.instant()), List.of()));
    }
}
