package dev.signalbox.executor.app.agent;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.agent.AgentDeployed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The agents as they were last deployed. Thread-safe. */
public final class DeployedAgents {

    private final Map<AgentId, AgentDeployed> agents = new ConcurrentHashMap<>();

    /** Takes a version; an older one than is known is left, records may come again. */
    public void deployed(AgentDeployed agent) {
        agents.merge(agent.agentId(), agent, (known, other) -> other.version() >= known.version() ? other : known);
    }

    public void withdrawn(AgentId agent) {
        agents.remove(agent);
    }

    public Optional<AgentDeployed> find(AgentId agent) {
        return Optional.ofNullable(agents.get(agent));
    }

    /** All ids, sorted. */
    public List<String> ids() {
        return agents.keySet().stream().map(AgentId::value).sorted().toList();
    }
}
