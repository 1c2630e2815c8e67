package dev.signalbox.session.adapter.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.route.AgentMatches;
import dev.signalbox.session.app.RefusedException;
import dev.signalbox.session.app.approvals.AgentDirectory;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/** What the router says of agents. */
@ApplicationScoped
class RouterAgents implements AgentDirectory {

    private static final int FEW = 3;

    private final RouterRest router;

    RouterAgents(RouterRest router) {
        this.router = router;
    }

    @Override
    public AgentMatches match(String taskDescription, List<String> requiredSkills) {
        return router.post(
                "/internal/agent-matches",
                Map.of("prompt", taskDescription, "requiredSkills", requiredSkills, "limit", FEW),
                AgentMatches.class);
    }

    @Override
    public boolean deployed(AgentId id) {
        try {
            for (JsonNode agent :
                    router.get("/internal/snapshot", JsonNode.class).path("agents")) {
                if (agent.path("agentId").asText().equals(id.value())) {
                    return true;
                }
            }
            return false;
        } catch (RefusedException e) {
            return true;
        }
    }
}
