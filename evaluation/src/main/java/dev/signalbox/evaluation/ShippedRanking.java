package dev.signalbox.evaluation;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.evaluation.section.AgentSection;
import dev.signalbox.router.adapter.embedding.OnnxTextEmbedder;
import dev.signalbox.router.adapter.yaml.PolicyFile;
import dev.signalbox.router.domain.AgentIndex;
import dev.signalbox.router.domain.AgentMatcher;
import dev.signalbox.router.domain.AgentSettings;
import dev.signalbox.router.domain.AgentShortlist;
import dev.signalbox.router.domain.AgentVectors;
import dev.signalbox.router.domain.RequestFeatures;
import dev.signalbox.router.domain.TextEmbedder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ranks agents as the router does, only more of them. */
final class ShippedRanking implements AgentSection.AgentRanking {

    private static final RequestFeatures ANY = RequestFeatures.of(TaskRequested.first(
            new TaskId("query"), TaskRequested.DEFAULT_TENANT, null, TaskSpec.ofPrompt("query"), ReferenceWorld.NOW));

    private final AgentSettings settings;
    private final @Nullable TextEmbedder embedder;

    private ShippedRanking(AgentSettings settings, @Nullable TextEmbedder embedder) {
        this.settings = settings;
        this.embedder = embedder;
    }

    static ShippedRanking of(Settings settings) {
        AgentSettings shipped = PolicyFile.read(settings.policy()).agents();
        AgentSettings.Embedding when = switch (settings.embeddings()) {
            case AUTO -> shipped.embedding();
            case ALWAYS -> AgentSettings.Embedding.ALWAYS;
            case OFF -> AgentSettings.Embedding.NEVER;
        };
        return new ShippedRanking(
                new AgentSettings(shipped.shortlist(), shipped.fitsFrom(), when, shipped.sureFrom()),
                when == AgentSettings.Embedding.NEVER
                        ? null
                        : OnnxTextEmbedder.load().orElse(null));
    }

    @Override
    public AgentIndex index(List<AgentDeployed> agents) {
        AgentIndex words = AgentIndex.of(agents);
        TextEmbedder model = embedder;
        return model == null ? words : words.withVectors(agent -> AgentVectors.ofAgent(agent, model));
    }

    @Override
    public List<AgentShortlist.Option> rank(AgentIndex index, String query, int most) {
        TextEmbedder model = embedder;
        return AgentMatcher.shortlist(
                        ANY,
                        true,
                        query,
                        index,
                        new AgentSettings(most, settings.fitsFrom(), settings.embedding(), settings.sureFrom()),
                        model == null ? AgentMatcher.QueryVector.NONE : text -> AgentVectors.ofQuery(text, model))
                .options();
    }
}
