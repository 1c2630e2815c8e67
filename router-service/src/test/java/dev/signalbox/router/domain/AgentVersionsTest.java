package dev.signalbox.router.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.agent.AgentEvidence;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AgentVersionsTest {

    private static final int TASKS = 2_000;

    @Test
    void withoutACanaryThereIsNothingToChoose() {
        AgentVersions.Chosen chosen = AgentVersions.choose(version(3, null), "task-1");

        assertThat(chosen.agent().version()).isEqualTo(3);
        assertThat(chosen.because()).isNull();
    }

    @Test
    void aCanaryGetsItsShareUntilThereIsEnoughEvidence() {
        AgentDeployed agent = onTrial(evidence(1_000, 500, "0.02"), evidence(19, 19, "0.01"), 0.2);

        assertThat(shareOfCanary(agent)).isCloseTo(0.2, within(0.03));
        assertThat(AgentVersions.choose(agent, "task-1").because()).contains("19 of the 20 runs");
    }

    @Test
    void theSameTaskAlwaysGetsTheSameVersion() {
        AgentDeployed agent = onTrial(null, null, 0.5);

        assertThat(IntStream.range(0, 100)
                        .map(i -> AgentVersions.choose(agent, "task-7").agent().version())
                        .distinct())
                .hasSize(1);
    }

    @Test
    void aCanaryThatIsLikelyBetterIsPreferredAndTheOtherKeepsTheShare() {
        AgentDeployed agent = onTrial(evidence(100, 60, "0.02"), evidence(40, 38, "0.02"), 0.2);

        assertThat(shareOfCanary(agent)).isCloseTo(0.8, within(0.03));
    }

    @Test
    void aCanaryThatIsLikelyWorseKeepsItsShareOnly() {
        AgentDeployed agent = onTrial(evidence(100, 95, "0.02"), evidence(40, 20, "0.001"), 0.2);

        assertThat(shareOfCanary(agent)).isCloseTo(0.2, within(0.03));
    }

    @Test
    void ofTwoThatDoAsWellTheCheaperIsPreferred() {
        assertThat(shareOfCanary(onTrial(evidence(50, 45, "0.02"), evidence(50, 45, "0.01"), 0.1)))
                .isCloseTo(0.9, within(0.03));
        assertThat(shareOfCanary(onTrial(evidence(50, 45, "0.02"), evidence(50, 45, "0.02"), 0.1)))
                .isCloseTo(0.1, within(0.03));
    }

    private static double shareOfCanary(AgentDeployed agent) {
        return IntStream.range(0, TASKS)
                        .filter(i ->
                                AgentVersions.choose(agent, "task-" + i).agent().version() == 2)
                        .count()
                / (double) TASKS;
    }

    private static AgentDeployed onTrial(
            @Nullable AgentEvidence deployed, @Nullable AgentEvidence trial, double share) {
        AgentDeployed one = version(1, deployed);
        return new AgentDeployed(
                one.agentId(),
                1,
                one.name(),
                one.role(),
                one.description(),
                one.skills(),
                one.tools(),
                one.systemPrompt(),
                one.model(),
                one.configuration(),
                one.deployedAt(),
                deployed,
                AgentDeployed.Canary.of(version(2, trial), share, 20));
    }

    private static AgentDeployed version(int version, @Nullable AgentEvidence evidence) {
        return new AgentDeployed(
                new AgentId("writer"),
                version,
                "Writer",
                "writer",
                "Writes.",
                List.of(),
                List.of(),
                "",
                "haiku",
                Map.of(),
                Instant.EPOCH,
                evidence,
                null);
    }

    private static AgentEvidence evidence(long runs, long successes, String cost) {
        return new AgentEvidence(runs, successes, Money.of(cost), null);
    }
}
