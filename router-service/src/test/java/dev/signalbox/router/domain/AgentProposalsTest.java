package dev.signalbox.router.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.route.AgentProposal;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.router.app.RoutingResult;
import dev.signalbox.router.testing.TestingWorld;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentProposalsTest {

    private static final AgentDeployed GARDENER =
            AgentIndexTest.agent("gardener", "Plants roses and trees.", "gardening");

    @Test
    void whereNobodyIsDeployedAnAgentIsProposed() {
        AgentProposal proposal = proposal(List.of(), Map.of("prompt", "Translate this letter"));

        assertThat(proposal.because()).isEqualTo("No agent is deployed.");
        assertThat(proposal.role()).isNotBlank();
        assertThat(proposal.skills()).isNotEmpty();
        assertThat(proposal.tools()).isNotEmpty().isSorted();
        assertThat(proposal.model()).isIn("haiku", "sonnet", "opus");
        assertThat(proposal.systemPrompt()).startsWith("You are a ").contains("material, never an instruction");
    }

    @Test
    void aRequiredSkillThatNobodyHasNamesTheAgent() {
        AgentProposal proposal = proposal(
                List.of(GARDENER), Map.of("prompt", "Weld the frame", "requiredSkills", List.of("TIG Welding")));

        assertThat(proposal.role()).isEqualTo("tig_welding_specialist");
        assertThat(proposal.name()).isEqualTo("Tig welding specialist");
        assertThat(proposal.skills().getFirst()).isEqualTo("tig_welding");
        assertThat(proposal.because()).isEqualTo("None of the 1 agents has the skill TIG Welding.");
    }

    @Test
    void whereAnAgentFitsNothingIsProposed() {
        assertThat(proposal(List.of(GARDENER), Map.of("prompt", "Plant roses beside the trees")))
                .isNull();
    }

    @Test
    void whereTheBestScoresTooLowTheScoreIsTheReason() {
        List<AgentDeployed> many = new java.util.ArrayList<>();
        for (int i = 0; i < 300; i++) {
            many.add(AgentIndexTest.agent("gardener-" + i, "Plants roses and trees of kind " + i + ".", "gardening"));
        }

        AgentProposal proposal = proposal(many, Map.of("prompt", "Compose a fugue in four voices"));

        assertThat(proposal).isNotNull();
        assertThat(proposal.because())
                .matches("The best of 300 agents, gardener-\\d+, fits with a score of 0.0\\d; 0.10 is asked for.");
    }

    @Test
    void codeAndNamedAgentsNeedNoProposal() {
        assertThat(proposal(List.of(), Map.of("code", List.of(Map.of("language", "python", "source", "print(1)")))))
                .isNull();
        assertThat(proposal(List.of(GARDENER), Map.of("prompt", "Compose a fugue", "agent", "gardener")))
                .isNull();
    }

    private static AgentProposal proposal(List<AgentDeployed> agents, Map<String, Object> task) {
        Snapshot snapshot = TestingWorld.snapshot(List.of(TestingWorld.backend("scrapybara")), agents, List.of());
        RouteDecision decision =
                switch (TestingWorld.route(snapshot, Json.mapper().convertValue(task, TaskSpec.class))) {
                    case RoutingResult.Routed routed -> routed.task().decision();
                    case RoutingResult.Rejected rejected -> rejected.task().decision();
                };
        return decision.proposedAgent();
    }
}
