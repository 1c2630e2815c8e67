package dev.signalbox.session.domain.approvals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.approval.ApprovalScope;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.route.AgentProposal;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Makes the agent that was proposed, for the task that waits for it. */
final class GrantedAgent {

    /** What agents can call, whatever a proposal asks for. */
    static final Set<String> TOOLS = Set.of(
            "read_file",
            "write_file",
            "edit_file",
            "list_files",
            "search_code",
            "run_command",
            "web_fetch",
            "ask_human",
            "hand_over",
            "message_agent");

    private static final int LONGEST_ROLE = 48;
    private static final int SUFFIX = 6;

    private GrantedAgent() {}

    static AgentProposal proposal(JsonNode details) {
        return Json.mapper().convertValue(details, AgentProposal.class);
    }

    /**
     * The agent. One that stays is called by its role where nobody is called so; one for a task gets a suffix, so that what
     * it learns and costs is not taken for somebody else's.
     *
     * @param taken whether an agent of that name is deployed
     */
    static AgentDeployed of(Approval approval, ApprovalScope scope, Predicate<AgentId> taken, Instant now) {
        AgentProposal proposal = proposal(approval.details());
        String role = role(proposal.role());
        AgentId plain = new AgentId(role);
        boolean stays = scope == ApprovalScope.PERMANENTLY && !taken.test(plain);
        String suffix = ApprovalIds.sha256(approval.approvalId().value()).substring(0, SUFFIX);
        return new AgentDeployed(
                stays ? plain : new AgentId(role + "_" + suffix),
                1,
                proposal.name(),
                proposal.role(),
                proposal.because(),
                proposal.skills(),
                proposal.tools().stream().filter(TOOLS::contains).distinct().toList(),
                proposal.systemPrompt(),
                proposal.model(),
                Map.of(),
                now);
    }

    private static String role(String role) {
        String id = role.replaceAll("[^A-Za-z0-9._:-]", "_").replaceAll("^[^A-Za-z0-9]+", "");
        return id.isEmpty() ? "agent" : id.substring(0, Math.min(id.length(), LONGEST_ROLE));
    }
}
