package dev.signalbox.router.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.router.domain.AgentSettings;
import dev.signalbox.router.domain.AgentShortlist;
import dev.signalbox.router.domain.RequestFeatures;
import dev.signalbox.router.domain.Snapshot;
import dev.signalbox.router.domain.TextEmbedder;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class AgentCatalogueTest {

    private static final AgentSettings ALWAYS = new AgentSettings(3, 0.1, AgentSettings.Embedding.ALWAYS, 0.6);

    private final Deque<Runnable> background = new ArrayDeque<>();
    private final CountingEmbedder embedder = new CountingEmbedder();
    private final AgentCatalogue catalogue = new AgentCatalogue(ALWAYS, embedder, background::add);

    @Test
    void wordsDecideUntilTheVectorsAreThere() {
        Snapshot snapshot = snapshot(agent("gardener", 1), agent("cook", 1));

        assertThat(best("cook a soup", snapshot)).isEqualTo("cook");
        assertThat(embedder.texts).isEmpty();

        background.remove().run();
        best("cook a soup", snapshot);

        assertThat(embedder.texts).hasSize(2 * 2 + 1);
    }

    @Test
    void onlyWhatChangedIsEmbeddedAgain() {
        best("cook", snapshot(agent("gardener", 1), agent("cook", 1)));
        background.remove().run();
        embedder.texts.clear();

        best("cook", snapshot(agent("gardener", 1), agent("cook", 2)));
        background.remove().run();

        assertThat(embedder.texts).hasSize(2).allMatch(text -> text.contains("cook"));
    }

    @Test
    void aHeartbeatMakesNoNewIndex() {
        AgentDeployed cook = agent("cook", 1);
        best("cook", snapshot(cook));
        background.remove().run();

        best("cook", snapshot(cook));

        assertThat(background).isEmpty();
    }

    @Test
    void anAgentThatIsWithdrawnIsNotFoundAnyMore() {
        assertThat(best("cook", snapshot(agent("gardener", 1), agent("cook", 1))))
                .isEqualTo("cook");

        assertThat(best("cook", snapshot(agent("gardener", 1)))).isEqualTo("gardener");
    }

    private String best(String prompt, Snapshot snapshot) {
        RequestFeatures features = RequestFeatures.of(TaskRequested.first(
                new TaskId("t"), TaskRequested.DEFAULT_TENANT, null, TaskSpec.ofPrompt(prompt), Instant.EPOCH));
        AgentShortlist shortlist = catalogue.shortlist(features, true, prompt, snapshot);
        return shortlist.options().getFirst().agent().value();
    }

    private static Snapshot snapshot(AgentDeployed... agents) {
        Map<String, AgentDeployed> byId = new HashMap<>();
        for (AgentDeployed agent : agents) {
            byId.put(agent.agentId().value(), agent);
        }
        return new Snapshot(Map.of(), byId, new TreeMap<>());
    }

    private static AgentDeployed agent(String name, int version) {
        return new AgentDeployed(
                new AgentId(name),
                version,
                name,
                "",
                "Works as a " + name + (version == 1 ? "." : ", with " + version + " years of practice."),
                List.of(),
                List.of(),
                "",
                null,
                Map.of(),
                Instant.EPOCH);
    }

    private static final class CountingEmbedder implements TextEmbedder {

        private final List<String> texts = new ArrayList<>();

        @Override
        public float[] embed(String text) {
            texts.add(text);
            return new float[] {1, text.length() % 7};
        }

        @Override
        public int dimensions() {
            return 2;
        }

        @Override
        public String version() {
            return "counting";
        }
    }
}
