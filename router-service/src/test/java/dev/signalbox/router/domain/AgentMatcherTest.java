package dev.signalbox.router.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.json.Json;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgentMatcherTest {

    private static final String TASK = "Our PostgreSQL query is slow";

    private final AgentIndex index = AgentIndex.of(List.of(
                    AgentIndexTest.agent("database-optimizer", "Makes PostgreSQL queries fast.", "SQL", "performance"),
                    AgentIndexTest.agent("cluster-keeper", "Runs workloads on Kubernetes.", "kubernetes"),
                    AgentIndexTest.agent("generalist", "Does tasks of every kind.", "api_design", "sql", "testing")))
            .withVectors(agent ->
                    agent.agentId().value().equals("cluster-keeper") ? new float[] {1, 0} : new float[] {0, 1});

    private final List<String> embedded = new ArrayList<>();

    @Test
    void requiredSkillsAreAHardFilterHoweverWellTheTextFits() {
        AgentShortlist shortlist = shortlist(TASK, AgentSettings.Embedding.NEVER, "API design");

        assertThat(names(shortlist)).containsExactly("generalist");
        assertThat(shortlist.uncoveredSkills()).isEmpty();
    }

    @Test
    void aSkillThatNobodyHasIsNamed() {
        AgentShortlist shortlist = shortlist(TASK, AgentSettings.Embedding.NEVER, "sql", "juggling");

        assertThat(shortlist.options()).isEmpty();
        assertThat(shortlist.uncoveredSkills()).containsExactly("juggling");
        assertThat(shortlist.nothingFits()).isTrue();
    }

    @Test
    void theBestByTextComesFirstWithItsScore() {
        AgentShortlist shortlist = shortlist(TASK, AgentSettings.Embedding.NEVER);

        assertThat(names(shortlist).getFirst()).isEqualTo("database-optimizer");
        assertThat(shortlist.options().getFirst().score())
                .isBetween(0.1, 1.0)
                .isGreaterThan(shortlist.options().getLast().score());
        assertThat(embedded).isEmpty();
    }

    @Test
    void theEmbeddingIsMadeOnlyWhereTheWordsLeaveItUnsure() {
        shortlist("Do it", AgentSettings.Embedding.UNSURE);
        assertThat(embedded).containsExactly("Do it");

        embedded.clear();
        AgentMatcher.shortlist(
                features(),
                true,
                TASK,
                index,
                new AgentSettings(3, 0.1, AgentSettings.Embedding.UNSURE, 0.0),
                this::embed);
        assertThat(embedded).isEmpty();
    }

    @Test
    void theEmbeddingDecidesWhereTheWordsSayNothing() {
        assertThat(names(shortlist("???", AgentSettings.Embedding.ALWAYS)).getFirst())
                .isEqualTo("cluster-keeper");
    }

    @Test
    void whereTheModelFailsTheWordsDecide() {
        AgentShortlist shortlist = AgentMatcher.shortlist(
                features(),
                true,
                TASK,
                index,
                new AgentSettings(3, 0.1, AgentSettings.Embedding.UNSURE, 1),
                AgentMatcher.QueryVector.NONE);

        assertThat(names(shortlist).getFirst()).isEqualTo("database-optimizer");
    }

    @Test
    void withoutATextTheMoreSpecialisedComesFirst() {
        assertThat(names(shortlist(null, AgentSettings.Embedding.ALWAYS)))
                .containsExactly("cluster-keeper", "database-optimizer", "generalist");
    }

    @Test
    void aShortlistOfAnEarlierVersionProposesNothing() throws Exception {
        AgentShortlist earlier = Json.mapper()
                .readValue(
                        "{\"deployed\":1,\"options\":[{\"agent\":\"a\",\"version\":1,\"missingSkills\":[]}],\"known\":[],"
                                + "\"uncoveredSkills\":[]}",
                        AgentShortlist.class);

        assertThat(earlier.nothingFits()).isFalse();
    }

    private AgentShortlist shortlist(String text, AgentSettings.Embedding embedding, String... required) {
        return AgentMatcher.shortlist(
                features(required), true, text, index, new AgentSettings(3, 0.1, embedding, 0.9), this::embed);
    }

    private float[] embed(String text) {
        embedded.add(text);
        return new float[] {1, 0};
    }

    private static RequestFeatures features(String... required) {
        TaskSpec task =
                Json.mapper().convertValue(Map.of("prompt", "x", "requiredSkills", List.of(required)), TaskSpec.class);
        return RequestFeatures.of(
                TaskRequested.first(new TaskId("t"), TaskRequested.DEFAULT_TENANT, null, task, Instant.EPOCH));
    }

    private static List<String> names(AgentShortlist shortlist) {
        return shortlist.options().stream()
                .map(AgentShortlist.Option::agent)
                .map(AgentId::value)
                .toList();
    }
}
