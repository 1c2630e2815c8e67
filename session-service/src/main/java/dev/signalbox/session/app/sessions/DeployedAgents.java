package dev.signalbox.session.app.sessions;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.agent.AgentDeployed;
import java.util.Optional;

/** Agents that can be routed to. */
public interface DeployedAgents {

    /** The agent, as far as it is known yet. */
    Optional<AgentDeployed> find(AgentId id);
}
