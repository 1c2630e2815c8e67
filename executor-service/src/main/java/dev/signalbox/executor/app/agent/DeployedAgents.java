package dev.signalbox.executor.app.agent;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.agent.AgentDeployed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The agents as they were last deployed, and their last few versions: a task may be routed to one of before. Thread-safe. */
public final class DeployedAgents {

    private static final int VERSIONS_KEPT = 8;

    private final Map<AgentId, Known> agents = new ConcurrentHashMap<>();

    private record Known(AgentDeployed deployed, Map<Integer, AgentDeployed> versions) {

        Known next(AgentDeployed agent) {
            Map<Integer, AgentDeployed> all = new LinkedHashMap<>(versions);
            put(all, agent);
            if (agent.canary() != null) {
                put(all, agent.at(agent.canary().version()));
            }
            while (all.size() > VERSIONS_KEPT) {
                all.remove(all.keySet().iterator().next());
            }
            return new Known(agent, all);
        }

        private static void put(Map<Integer, AgentDeployed> all, AgentDeployed agent) {
            all.remove(agent.version());
            all.put(agent.version(), agent);
        }
    }

    /** Takes what is deployed now: after a roll-back that is an earlier version. */
    public void deployed(AgentDeployed agent) {
        agents.compute(
                agent.agentId(), (id, known) -> (known == null ? new Known(agent, Map.of()) : known).next(agent));
    }

    public void withdrawn(AgentId agent) {
        agents.remove(agent);
    }

    public Optional<AgentDeployed> find(AgentId agent) {
        return Optional.ofNullable(agents.get(agent)).map(Known::deployed);
    }

    /** This version, if it was ever seen here; any will do where none is named. */
    public Optional<AgentDeployed> find(AgentId agent, @Nullable Integer version) {
        Known known = agents.get(agent);
        if (known == null) {
            return Optional.empty();
        }
        return version == null
                ? Optional.of(known.deployed())
                : Optional.ofNullable(known.versions().get(version));
    }

    /** All ids, sorted. */
    public List<String> ids() {
        return agents.keySet().stream().map(AgentId::value).sorted().toList();
    }
}
