package dev.signalbox.router.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.route.AgentMatches;
import dev.signalbox.contracts.route.AgentProposal;
import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.router.domain.LearnedAnalyser;
import dev.signalbox.router.domain.RoutingPolicy;
import dev.signalbox.router.domain.Snapshot;
import dev.signalbox.router.testing.TestingWorld;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskAgentsTest {

    private static final AgentDeployed WRITER = TestingWorld.agent("writer", "sonnet", "poetry");
    private static final AgentDeployed PAINTER = TestingWorld.agent("painter", "sonnet", "painting");
    private static final Snapshot WORLD =
            TestingWorld.snapshot(List.of(TestingWorld.backend("scrapybara")), List.of(WRITER), List.of());

    @Test
    void anAgentOfTheTaskCountsBesideTheDeployedOnes() throws Exception {
        TaskRequested request = prompt("Paint a wall", "painting").withAgents(List.of(PAINTER));

        RouteDecision decision = decide(WORLD, request);

        assertThat(decision.chosen().route().agent()).isEqualTo(PAINTER.agentId());
        assertThat(decision.chosen().route().agentVersion()).isEqualTo(1);
    }

    @Test
    void anAgentOfTheTaskComesBeforeADeployedOneOfTheSameName() throws Exception {
        AgentDeployed other = version(TestingWorld.agent("writer", "sonnet", "poetry"), 7);

        RouteDecision decision = decide(WORLD, prompt("Write a haiku").withAgents(List.of(other)));

        assertThat(decision.chosen().route().agentVersion()).isEqualTo(7);
    }

    @Test
    void onlyThoseAmongWorkOnIt() throws Exception {
        Snapshot both =
                TestingWorld.snapshot(List.of(TestingWorld.backend("scrapybara")), List.of(WRITER, PAINTER), List.of());

        RouteDecision decision = decide(both, prompt("Write a haiku").onlyFor(List.of(PAINTER.agentId())));

        assertThat(decision.candidates())
                .extracting(candidate -> candidate.route().agent())
                .containsOnly(PAINTER.agentId());
        assertThat(decision.proposedAgent()).isNull();
    }

    @Test
    void aNamedAgentMustBeAmongThose() throws Exception {
        TaskSpec task = Json.mapper().convertValue(Map.of("prompt", "Write", "agent", "writer"), TaskSpec.class);

        RouteDecision decision =
                decide(WORLD, TestingWorld.request("task-1", task).onlyFor(List.of(new AgentId("painter"))));

        assertThat(decision.problem().type()).isEqualTo(ProblemType.NO_ROUTE.uri());
        assertThat(decision.problem().detail()).contains("not among those that may work on it: painter");
    }

    @Test
    void nobodyAmongThoseIsNoAgentWithAProposal() throws Exception {
        RouteDecision decision = decide(WORLD, prompt("Write a haiku").onlyFor(List.of(new AgentId("gone"))));

        assertThat(decision.problem().type()).isEqualTo(ProblemType.NO_AGENT.uri());
        assertThat(decision.problem().detail()).contains("gone");
        assertThat(decision.proposedAgent()).isNotNull();
    }

    @Test
    void theProposedAgentCanDoTheTaskHoweverTheSkillIsCalled() throws Exception {
        for (String skill : List.of("C++", "日本語", "API Design", "welding", "3d_printing!")) {
            TaskRequested request = prompt("Do it", skill, "poetry");
            AgentProposal proposal = decide(WORLD, request).proposedAgent();
            AgentDeployed granted = new AgentDeployed(
                    new AgentId("granted"),
                    1,
                    proposal.name(),
                    proposal.role(),
                    "",
                    proposal.skills(),
                    proposal.tools(),
                    proposal.systemPrompt(),
                    proposal.model(),
                    Map.of(),
                    TestingWorld.NOW);

            RouteDecision decision =
                    decide(WORLD, request.withAgents(List.of(granted)).onlyFor(List.of(granted.agentId())));

            assertThat(decision.chosen()).as(skill).isNotNull();
            assertThat(decision.chosen().route().agent()).isEqualTo(granted.agentId());
            assertThat(decision.proposedAgent()).isNull();
        }
    }

    @Test
    void aVersionOnTrialIsToldInTheDecision() throws Exception {
        AgentDeployed trial = new AgentDeployed(
                WRITER.agentId(),
                1,
                "writer",
                "writer",
                "",
                WRITER.skills(),
                List.of(),
                "",
                "sonnet",
                Map.of(),
                TestingWorld.NOW,
                null,
                AgentDeployed.Canary.of(version(WRITER, 2), 0.5, 20));
        Snapshot world = TestingWorld.snapshot(List.of(TestingWorld.backend("scrapybara")), List.of(trial), List.of());
        List<Integer> versions = new java.util.ArrayList<>();
        for (int i = 0; i < 50; i++) {
            RouteDecision decision =
                    decide(world, TestingWorld.request("task-" + i, TaskSpec.ofPrompt("Write a haiku")));
            versions.add(decision.chosen().route().agentVersion());
            assertThat(decision.explanation())
                    .contains("Version " + decision.chosen().route().agentVersion() + " of writer");
        }
        assertThat(versions).contains(1, 2);
    }

    @Test
    void matchesNameThoseThatLackASkillLastAndProposeOne() {
        FindAgents find = new FindAgents(
                new LearnedAnalyser(
                        TestingWorld.POLICY.analyser(), TestingWorld.MODEL, null, LearnedAnalyser.Embeddings.OFF),
                AgentCatalogue.byWords(),
                () -> WORLD);

        AgentMatches matches =
                find.find(prompt("Write a haiku", "poetry", "welding").task(), 5);

        assertThat(matches.matches()).hasSize(1);
        assertThat(matches.matches().getFirst().missingSkills()).containsExactly("welding");
        assertThat(matches.proposal().skills()).startsWith("poetry", "welding");
        assertThat(find.find(prompt("Write poetry").task(), 5)
                        .matches()
                        .getFirst()
                        .agent())
                .isEqualTo(WRITER.agentId());
    }

    /** Decides, and sees that the decision is derived again from its record. */
    private static RouteDecision decide(Snapshot world, TaskRequested request) throws Exception {
        RoutingResult result = TestingWorld.router(world).route(request, TestingWorld.NOW);
        RouteDecision decision = result instanceof RoutingResult.Routed routed
                ? routed.task().decision()
                : ((RoutingResult.Rejected) result).task().decision();
        var input = Json.mapper()
                .readTree(Json.mapper()
                        .writeValueAsBytes(
                                result instanceof RoutingResult.Routed routed
                                        ? routed.task().input()
                                        : ((RoutingResult.Rejected) result)
                                                .task()
                                                .input()));
        assertThat(Json.mapper().writeValueAsString(RoutingPolicy.decide(InputJson.read(input))))
                .isEqualTo(Json.mapper().writeValueAsString(decision));
        return decision;
    }

    private static TaskRequested prompt(String text, String... skills) {
        TaskSpec task =
                Json.mapper().convertValue(Map.of("prompt", text, "requiredSkills", List.of(skills)), TaskSpec.class);
        return TestingWorld.request("task-1", task);
    }

    private static AgentDeployed version(AgentDeployed agent, int version) {
        return new AgentDeployed(
                agent.agentId(),
                version,
                agent.name(),
                agent.role(),
                agent.description(),
                agent.skills(),
                agent.tools(),
                agent.systemPrompt(),
                agent.model(),
                agent.configuration(),
                agent.deployedAt());
    }
}
