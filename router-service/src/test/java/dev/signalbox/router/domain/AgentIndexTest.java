package dev.signalbox.router.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.agent.AgentDeployed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentIndexTest {

    private static final AgentDeployed KUBERNETES = agent(
            "cluster-keeper", "Runs workloads on Kubernetes: manifests, rollouts, debugging of pods.", "kubernetes");
    private static final AgentDeployed SQL =
            agent("database-optimizer", "Makes PostgreSQL queries fast with indexes and better plans.", "sql");
    private static final AgentDeployed WRITER =
            agent("technical-writer", "Writes guides and reference documentation for developers.", "documentation");

    private final AgentIndex index = AgentIndex.of(List.of(WRITER, SQL, KUBERNETES));

    @Test
    void findsTheAgentWhoseWordsTheTaskShares() {
        assertThat(first("Our pods crash after the rollout")).isEqualTo(KUBERNETES);
        assertThat(first("This query takes ten seconds, which index is missing?"))
                .isEqualTo(SQL);
        assertThat(first("Write a guide for new developers")).isEqualTo(WRITER);
    }

    @Test
    void abbreviationsAndFormsOfWordsAreTheSameWord() {
        assertThat(first("k8s")).isEqualTo(KUBERNETES);
        assertThat(first("optimizing databases")).isEqualTo(SQL);
        assertThat(first("the docs")).isEqualTo(WRITER);
    }

    @Test
    void scoresAreProbabilitiesInOrder() {
        List<AgentIndex.Hit> hits = index.rank("Kubernetes rollout of documentation", null, 3, agent -> true);

        assertThat(hits).hasSize(3).extracting(AgentIndex.Hit::score).allMatch(score -> score > 0 && score < 1);
        assertThat(hits).extracting(AgentIndex.Hit::score).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    }

    @Test
    void aTaskThatFitsNobodyScoresLowerThanOneThatFits() {
        assertThat(score("What is the weather in Lisbon tomorrow?"))
                .isLessThan(score("Debug the Kubernetes manifests of our workloads"));
    }

    @Test
    void whoMayNotBeTakenIsLeftOut() {
        assertThat(index.rank("Kubernetes", null, 3, agent -> agent != KUBERNETES))
                .extracting(AgentIndex.Hit::agent)
                .containsExactlyInAnyOrder(SQL, WRITER);
    }

    @Test
    void theSameQuestionGetsTheSameAnswerWhateverWasAskedBefore() {
        List<AgentIndex.Hit> before = index.rank("slow query", null, 3, agent -> true);
        index.rank("write documentation about pods", null, 3, agent -> true);

        assertThat(index.rank("slow query", null, 3, agent -> true)).isEqualTo(before);
    }

    @Test
    void vectorsDecideWhereWordsSayNothing() {
        AgentIndex withVectors = index.withVectors(agent -> agent == SQL ? new float[] {1, 0} : new float[] {0, 1});

        assertThat(withVectors.rank("???", new float[] {1, 0}, 1, agent -> true))
                .extracting(AgentIndex.Hit::agent)
                .containsExactly(SQL);
    }

    @Test
    void anEmptyCatalogueHasNobody() {
        assertThat(AgentIndex.of(List.of()).rank("anything", null, 3, agent -> true))
                .isEmpty();
    }

    @Test
    void whatAQueryAllocatesDoesNotGrowWithTheCatalogue() {
        String query = "Make the slow PostgreSQL query of the orders page fast";
        long small = allocated(catalogue(30), query);
        long large = allocated(catalogue(3_000), query);

        assertThat(large).isLessThan(small + small / 5 + 1_024);
    }

    private static long allocated(AgentIndex index, String query) {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        for (int i = 0; i < 50; i++) {
            index.rank(query, null, 3, agent -> true);
        }
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().threadId());
        for (int i = 0; i < 100; i++) {
            index.rank(query, null, 3, agent -> true);
        }
        return (threads.getThreadAllocatedBytes(Thread.currentThread().threadId()) - before) / 100;
    }

    private static AgentIndex catalogue(int size) {
        List<AgentDeployed> agents = new ArrayList<>(List.of(KUBERNETES, SQL, WRITER));
        while (agents.size() < size) {
            agents.add(agent("agent-" + agents.size(), "Does work of kind " + agents.size() % 40 + " on orders.", "x"));
        }
        return AgentIndex.of(agents);
    }

    private AgentDeployed first(String text) {
        return index.rank(text, null, 1, agent -> true).getFirst().agent();
    }

    private double score(String text) {
        return index.rank(text, null, 1, agent -> true).getFirst().score();
    }

    static AgentDeployed agent(String name, String description, String... skills) {
        return new AgentDeployed(
                new AgentId(name),
                1,
                name,
                "",
                description,
                List.of(skills),
                List.of(),
                "You are a " + name.replace('-', ' ') + ".",
                "sonnet",
                Map.of(),
                Instant.EPOCH);
    }
}
