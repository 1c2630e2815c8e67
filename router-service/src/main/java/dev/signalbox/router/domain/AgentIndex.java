package dev.signalbox.router.domain;

import dev.signalbox.contracts.agent.AgentDeployed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Ranks agents by text with BM25F (Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted fields",
 * 2004). Immutable and thread-safe: built when the catalogue changes, asked for every task. A query allocates nothing
 * that grows with the catalogue.
 */
public final class AgentIndex {

    private static final double SATURATION = 1.2;

    private final List<AgentDeployed> agents;
    private final Map<String, int[]> documents = new HashMap<>();
    private final Map<String, float[]> weights = new HashMap<>();
    private final AtomicReference<float[]> spare = new AtomicReference<>();

    /**
     * An agent that was found.
     *
     * @param agent which
     * @param score 0 to 1
     */
    public record Hit(AgentDeployed agent, double score) {}

    private record Field(double weight, double lengthShare) {}

    private static final Field NAME = new Field(3, 0.3);
    private static final Field DESCRIPTION = new Field(1.5, 0.6);
    private static final Field SKILLS = new Field(1, 0.6);
    private static final Field PROMPT = new Field(0.5, 0.7);

    private AgentIndex(List<AgentDeployed> agents) {
        this.agents = agents;
    }

    /** The index of a catalogue. */
    public static AgentIndex of(Collection<AgentDeployed> catalogue) {
        AgentIndex index = new AgentIndex(catalogue.stream()
                .sorted(Comparator.comparing(agent -> agent.agentId().value()))
                .toList());
        index.build();
        return index;
    }

    private void build() {
        List<Map<String, Double>> frequencies = new ArrayList<>();
        for (int i = 0; i < agents.size(); i++) {
            frequencies.add(new HashMap<>());
        }
        field(NAME, frequencies, agent -> agent.name() + " " + agent.role());
        field(DESCRIPTION, frequencies, AgentDeployed::description);
        field(SKILLS, frequencies, agent -> String.join(" ", agent.skills()) + " " + String.join(" ", agent.tools()));
        field(PROMPT, frequencies, AgentDeployed::systemPrompt);
        Map<String, List<Integer>> postings = new HashMap<>();
        for (int i = 0; i < agents.size(); i++) {
            for (String term : frequencies.get(i).keySet()) {
                postings.computeIfAbsent(term, key -> new ArrayList<>()).add(i);
            }
        }
        postings.forEach((term, list) -> {
            double rarity = Math.log(1 + (agents.size() - list.size() + 0.5) / (list.size() + 0.5));
            int[] found = list.stream().mapToInt(Integer::intValue).toArray();
            float[] contributions = new float[found.length];
            for (int i = 0; i < found.length; i++) {
                double frequency = frequencies.get(found[i]).getOrDefault(term, 0.0);
                contributions[i] = (float) (rarity * frequency * (SATURATION + 1) / (frequency + SATURATION));
            }
            documents.put(term, found);
            weights.put(term, contributions);
        });
    }

    private interface Text {
        String of(AgentDeployed agent);
    }

    private void field(Field field, List<Map<String, Double>> frequencies, Text text) {
        List<List<String>> tokens = new ArrayList<>();
        double sum = 0;
        for (AgentDeployed agent : agents) {
            List<String> terms = Terms.of(text.of(agent));
            tokens.add(terms);
            sum += terms.size();
        }
        double mean = Math.max(1, sum / Math.max(1, agents.size()));
        for (int i = 0; i < tokens.size(); i++) {
            double norm = 1
                    - field.lengthShare()
                    + field.lengthShare() * tokens.get(i).size() / mean;
            for (String term : tokens.get(i)) {
                frequencies.get(i).merge(term, field.weight() / norm, Double::sum);
            }
        }
    }

    /** The best agents for a text, the best first; those that share no word with it are left out. */
    public List<Hit> rank(String query, int most) {
        float[] scores = take();
        Set<String> seen = new HashSet<>();
        for (String term : Terms.of(query)) {
            int[] found = documents.get(term);
            float[] contributions = weights.get(term);
            if (found != null && contributions != null && seen.add(term)) {
                for (int i = 0; i < found.length; i++) {
                    scores[found[i]] += contributions[i];
                }
            }
        }
        List<Hit> hits = new ArrayList<>();
        for (int k = 0; k < most; k++) {
            int best = -1;
            for (int i = 0; i < scores.length; i++) {
                if (scores[i] > 0 && (best < 0 || scores[i] > scores[best])) {
                    best = i;
                }
            }
            if (best < 0) {
                break;
            }
            hits.add(new Hit(agents.get(best), scores[best] / (scores[best] + 10)));
            scores[best] = 0;
        }
        spare.set(scores);
        return hits;
    }

    private float[] take() {
        float[] scores = spare.getAndSet(null);
        if (scores == null) {
            return new float[agents.size()];
        }
        Arrays.fill(scores, 0);
        return scores;
    }
}
