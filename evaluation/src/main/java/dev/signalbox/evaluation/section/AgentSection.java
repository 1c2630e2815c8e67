package dev.signalbox.evaluation.section;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.evaluation.figure.Share;
import dev.signalbox.evaluation.figure.Tally;
import dev.signalbox.evaluation.figure.Times;
import dev.signalbox.evaluation.item.Item;
import dev.signalbox.router.domain.AgentIndex;
import dev.signalbox.router.domain.AgentShortlist;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Scores how far up the right agent stands. The whole catalogue comes before the first query. */
public final class AgentSection implements Section {

    private static final int RANKS = 100;
    private static final int THREE = 3;
    private static final int FIVE = 5;
    private static final double[] THRESHOLDS = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8};

    private final WrongItems wrong;
    private final AgentRanking ranking;
    private final Map<String, Integer> ordinals = new HashMap<>();
    private final List<AgentDeployed> agents = new ArrayList<>();
    private final TopsTally all = new TopsTally();
    private final TopsTally unleaked = new TopsTally();
    private final Map<String, TopsTally> sources = new TreeMap<>();
    private final Times times = new Times();
    private final long[] taken = new long[THRESHOLDS.length];
    private final long[] right = new long[THRESHOLDS.length];
    private long unknownGold;
    private @Nullable AgentIndex index;

    /** How the index is built and asked: with or without embeddings. */
    public interface AgentRanking {

        AgentIndex index(List<AgentDeployed> agents);

        List<AgentShortlist.Option> rank(AgentIndex index, String query, int most);
    }

    private static final class TopsTally {
        private final Tally one = new Tally();
        private final Tally three = new Tally();
        private final Tally five = new Tally();
        private double reciprocals;

        private void add(int rank) {
            one.add(rank == 1);
            three.add(rank > 0 && rank <= THREE);
            five.add(rank > 0 && rank <= FIVE);
            reciprocals += rank == 0 ? 0 : 1.0 / rank;
        }

        private AgentFigures.Tops figures() {
            return new AgentFigures.Tops(
                    one.share(),
                    three.share(),
                    five.share(),
                    reciprocals / Math.max(1, one.share().of()));
        }
    }

    public AgentSection(AgentRanking ranking, WrongItems wrong) {
        this.ranking = ranking;
        this.wrong = wrong;
    }

    /** Adds an agent to the catalogue. */
    public void deploy(Item item) {
        if (ordinals.putIfAbsent(item.id(), agents.size()) == null) {
            agents.add(new AgentDeployed(
                    new AgentId("agent-" + agents.size()),
                    1,
                    item.text("name"),
                    item.text("category"),
                    item.text("description"),
                    texts(item.json().path("skills")),
                    texts(item.json().path("tools")),
                    item.text(item.json().has("prompt_excerpt") ? "prompt_excerpt" : "system_prompt"),
                    item.text("model").isBlank() ? null : item.text("model"),
                    Map.of(),
                    Instant.EPOCH));
            index = null;
        }
    }

    @Override
    public void accept(Item item) {
        AgentIndex catalogue = index == null ? ranking.index(List.copyOf(agents)) : index;
        index = catalogue;
        long started = System.nanoTime();
        List<AgentShortlist.Option> hits = ranking.rank(catalogue, item.text("text"), RANKS);
        times.add(System.nanoTime() - started);
        Integer gold = ordinals.get(item.text("gold"));
        unknownGold += gold == null ? 1 : 0;
        int rank = gold == null ? 0 : rank(hits, agents.get(gold).agentId());
        all.add(rank);
        if (!item.json().path("name_leak").asBoolean(false)) {
            unleaked.add(rank);
        }
        sources.computeIfAbsent(item.source(), name -> new TopsTally()).add(rank);
        double score = hits.isEmpty() ? 0 : hits.getFirst().score();
        for (int i = 0; i < THRESHOLDS.length; i++) {
            taken[i] += score >= THRESHOLDS[i] ? 1 : 0;
            right[i] += score >= THRESHOLDS[i] && rank == 1 ? 1 : 0;
        }
        if (rank != 1) {
            wrong.add(item, item.text("gold"), hits.isEmpty() ? "none" : name(hits.getFirst()), score);
        }
    }

    /** As the catalogue names it. */
    private String name(AgentShortlist.Option hit) {
        return agents.stream()
                .filter(agent -> agent.agentId().equals(hit.agent()))
                .findFirst()
                .map(AgentDeployed::name)
                .orElse(hit.agent().value());
    }

    private static int rank(List<AgentShortlist.Option> hits, AgentId gold) {
        for (int i = 0; i < hits.size(); i++) {
            if (hits.get(i).agent().equals(gold)) {
                return i + 1;
            }
        }
        return 0;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    @Override
    public AgentFigures figures() {
        List<AgentFigures.Source> bySource = new ArrayList<>();
        sources.forEach((name, tally) -> bySource.add(new AgentFigures.Source(name, tally.figures())));
        long queries = all.one.share().of();
        List<AgentFigures.Threshold> fitting = new ArrayList<>();
        for (int i = 0; i < THRESHOLDS.length; i++) {
            fitting.add(new AgentFigures.Threshold(
                    THRESHOLDS[i], new Share(taken[i], queries), new Share(right[i], taken[i])));
        }
        return new AgentFigures(
                queries,
                agents.size(),
                unknownGold,
                all.figures(),
                unleaked.figures(),
                bySource,
                fitting,
                times.figures());
    }
}
