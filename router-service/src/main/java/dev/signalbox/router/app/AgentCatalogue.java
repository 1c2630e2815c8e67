package dev.signalbox.router.app;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.router.domain.AgentIndex;
import dev.signalbox.router.domain.AgentMatcher;
import dev.signalbox.router.domain.AgentSettings;
import dev.signalbox.router.domain.AgentShortlist;
import dev.signalbox.router.domain.AgentVectors;
import dev.signalbox.router.domain.RequestFeatures;
import dev.signalbox.router.domain.Snapshot;
import dev.signalbox.router.domain.TaskAgents;
import dev.signalbox.router.domain.TextEmbedder;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The agents of the snapshot, ready to be searched. The index is made when a snapshot with other agents comes. Vectors cost
 * some 20 ms for each version of an agent, so they are made in the background, once; until all are there words alone decide.
 * Thread-safe.
 */
public final class AgentCatalogue {

    private final AgentSettings settings;
    private final @Nullable TextEmbedder embedder;
    private final Executor background;
    private final Map<AgentId, Vector> vectors = new ConcurrentHashMap<>();
    private final Semaphore embedding = new Semaphore(1);

    private volatile State state =
            new State(Snapshot.EMPTY, AgentIndex.of(Snapshot.EMPTY.agents().values()));

    private record State(Snapshot snapshot, AgentIndex index) {}

    private record Vector(AgentDeployed of, float[] vector) {}

    /**
     * A catalogue.
     *
     * @param embedder absent to go by words alone
     * @param background runs what must not hold up decisions
     */
    public AgentCatalogue(AgentSettings settings, @Nullable TextEmbedder embedder, Executor background) {
        this.settings = settings;
        this.embedder = settings.embedding() == AgentSettings.Embedding.NEVER ? null : embedder;
        this.background = background;
    }

    /** By words alone, with the usual settings. */
    public static AgentCatalogue byWords() {
        return new AgentCatalogue(AgentSettings.DEFAULT, null, Runnable::run);
    }

    /** The agents for a task, of those that are deployed. */
    public AgentShortlist shortlist(
            RequestFeatures request, boolean needsAgent, @Nullable String text, Snapshot snapshot) {
        return shortlist(request, needsAgent, text, TaskAgents.ANY, snapshot);
    }

    /** The agents for a task. */
    public AgentShortlist shortlist(
            RequestFeatures request, boolean needsAgent, @Nullable String text, TaskAgents own, Snapshot snapshot) {
        if (!needsAgent && request.agent() == null) {
            return AgentShortlist.NOT_NEEDED;
        }
        TextEmbedder model = embedder;
        return AgentMatcher.shortlist(
                request,
                needsAgent,
                text,
                own,
                index(snapshot),
                settings,
                model == null ? AgentMatcher.QueryVector.NONE : query -> AgentVectors.ofQuery(query, model));
    }

    /** The agents for a task and those that lack skills after them, up to so many. */
    public AgentShortlist matches(RequestFeatures request, @Nullable String text, int most, Snapshot snapshot) {
        TextEmbedder model = embedder;
        return AgentMatcher.matches(
                request,
                text,
                index(snapshot),
                settings.listing(most),
                model == null ? AgentMatcher.QueryVector.NONE : query -> AgentVectors.ofQuery(query, model));
    }

    /** What an agent is called for people. */
    public String name(AgentId id, Snapshot snapshot) {
        AgentDeployed agent = snapshot.agents().get(id.value());
        return agent == null ? id.value() : agent.name();
    }

    private AgentIndex index(Snapshot snapshot) {
        State seen = state;
        if (seen.snapshot() == snapshot) {
            return seen.index();
        }
        return refreshed(snapshot);
    }

    private synchronized AgentIndex refreshed(Snapshot snapshot) {
        State seen = state;
        if (seen.snapshot() == snapshot) {
            return seen.index();
        }
        // Most changes of a snapshot are heartbeats and statistics.
        AgentIndex index = seen.snapshot().agents().equals(snapshot.agents())
                ? seen.index()
                : seen.index()
                        .withSameTexts(snapshot.agents().values())
                        .orElseGet(() -> AgentIndex.of(snapshot.agents().values()));
        state = new State(snapshot, index);
        if (embedder != null && !index.hasVectors() && index.size() > 0) {
            background.execute(this::addVectors);
        }
        return index;
    }

    /** Makes the missing vectors until the index of the present snapshot has all of them. */
    private void addVectors() {
        TextEmbedder model = embedder;
        if (model == null || !embedding.tryAcquire()) {
            return;
        }
        try {
            for (State seen = state; !seen.index().hasVectors() && seen.index().size() > 0; seen = state) {
                Map<AgentId, float[]> all = new HashMap<>();
                for (AgentDeployed agent : seen.index().agents()) {
                    Vector known = vectors.get(agent.agentId());
                    if (known == null || !AgentIndex.sameText(known.of(), agent)) {
                        known = new Vector(agent, AgentVectors.ofAgent(agent, model));
                        vectors.put(agent.agentId(), known);
                    }
                    all.put(agent.agentId(), known.vector());
                }
                vectors.keySet().retainAll(all.keySet());
                replace(seen.index(), seen.index().withVectors(agent -> vectorOf(all, agent)));
            }
        } finally {
            embedding.release();
        }
    }

    private static float[] vectorOf(Map<AgentId, float[]> all, AgentDeployed agent) {
        float[] vector = all.get(agent.agentId());
        return vector == null ? new float[0] : vector;
    }

    private synchronized void replace(AgentIndex old, AgentIndex with) {
        if (state.index() == old) {
            state = new State(state.snapshot(), with);
        }
    }
}
