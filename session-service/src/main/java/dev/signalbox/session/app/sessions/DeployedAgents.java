package dev.signalbox.session.app.sessions;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.agent.AgentDeployed;
import java.util.Optional;

/** Agents that can be routed to. */
public interface DeployedAgents {

    /**
     * The agent. Blocks shortly after a start.
     *
     * @throws RefusedException when it is not known yet which agents there are
     */
    Optional<AgentDeployed> find(AgentId id);
}
