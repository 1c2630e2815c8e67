package dev.signalbox.router.domain;

import dev.signalbox.contracts.agent.AgentDeployed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Ranks agents for the text of a task: BM25F over name, description, skills and prompt (Robertson, Zaragoza and Taylor,
 * "Simple BM25 extension to multiple weighted fields", 2004), and where vectors are there the cosine of sentence
 * embeddings, added as standard scores.
 *
 * <p>Immutable and thread-safe: built when the catalogue changes, asked for every task. What a query allocates does not
 * grow with the catalogue. Weights were tuned on 330 queries to 260 agents of one collection (docs/evaluation.md).
 */
public final class AgentIndex {

    /** More of a task than this says little about whose work it is. */
    static final int QUERY_CHARACTERS = 2_000;

    private static final Field NAME = new Field(3, 0.3);
    private static final Field DESCRIPTION = new Field(1.5, 0.6);
    private static final Field SKILLS = new Field(0.5, 0.6);
    private static final Field PROMPT = new Field(0.5, 0.7);

    private static final double SATURATION = 2.5;

    /** What a word akin to one of the query counts. */
    private static final float KIN = 0.4f;

    /** How much the standard score of the embedding counts beside that of the words. */
    private static final double EMBEDDING = 2;

    private final List<AgentDeployed> agents;
    private final Map<String, Postings> postings;
    private final float @Nullable [][] vectors;
    private final AtomicReference<Scratch> spare = new AtomicReference<>();

    /**
     * An agent that was found.
     *
     * @param agent which
     * @param score probability that it is the right one, 0 to 1
     */
    public record Hit(AgentDeployed agent, double score) {}

    private record Field(double weight, double lengthShare) {}

    /** Where a word stands: agents by number, and what it adds to each. */
    private record Postings(int[] agents, float[] weights, float rarity) {}

    private AgentIndex(List<AgentDeployed> agents, Map<String, Postings> postings, float @Nullable [][] vectors) {
        this.agents = agents;
        this.postings = postings;
        this.vectors = vectors;
    }

    /** The index of a catalogue, by words alone. */
    public static AgentIndex of(Collection<AgentDeployed> catalogue) {
        List<AgentDeployed> agents = catalogue.stream()
                .sorted(Comparator.comparing(agent -> agent.agentId().value()))
                .toList();
        return new AgentIndex(agents, postings(agents), null);
    }

    /**
     * The same with vectors of the agents.
     *
     * @param vectorOf the vector of an agent, see {@link AgentVectors}
     */
    public AgentIndex withVectors(Function<AgentDeployed, float[]> vectorOf) {
        return new AgentIndex(agents, postings, agents.stream().map(vectorOf).toArray(float[][]::new));
    }

    /**
     * The same index for a catalogue in which nothing changed that is searched for: evidence, canaries, models.
     *
     * @return absent where it has to be made anew
     */
    public Optional<AgentIndex> withSameTexts(Collection<AgentDeployed> catalogue) {
        if (catalogue.size() != agents.size()) {
            return Optional.empty();
        }
        List<AgentDeployed> changed = catalogue.stream()
                .sorted(Comparator.comparing(agent -> agent.agentId().value()))
                .toList();
        for (int i = 0; i < changed.size(); i++) {
            if (!sameText(agents.get(i), changed.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(new AgentIndex(changed, postings, vectors));
    }

    /** Whether two states of an agent are found by the same words. */
    public static boolean sameText(AgentDeployed one, AgentDeployed other) {
        return one.agentId().equals(other.agentId())
                && Objects.equals(one.name(), other.name())
                && Objects.equals(one.role(), other.role())
                && Objects.equals(one.description(), other.description())
                && Objects.equals(one.systemPrompt(), other.systemPrompt())
                && one.skills().equals(other.skills());
    }

    /** How many agents there are. */
    public int size() {
        return agents.size();
    }

    /** The agents, sorted by id. */
    public List<AgentDeployed> agents() {
        return agents;
    }

    /** Whether a query's vector can be used. */
    public boolean hasVectors() {
        return vectors != null;
    }

    /**
     * The best agents for a text, the best first.
     *
     * @param query the text of the task
     * @param vector of the query; absent to rank by words alone
     * @param most how many
     * @param eligible those that may be taken
     */
    public List<Hit> rank(String query, float @Nullable [] vector, int most, Predicate<AgentDeployed> eligible) {
        Scratch scratch = take();
        try {
            scratch.read(query);
            float[][] all = vectors;
            if (vector == null || all == null) {
                return scratch.best(false, most, eligible);
            }
            scratch.compare(vector, all);
            return scratch.best(true, most, eligible);
        } finally {
            spare.set(scratch);
        }
    }

    private Scratch take() {
        Scratch scratch = spare.getAndSet(null);
        return scratch == null ? new Scratch() : scratch;
    }

    /** What a query writes to, used again by the next. */
    private final class Scratch {

        private final float[] words = new float[agents.size()];
        private final float[] cosines = new float[agents.size()];
        private final double[] sums = new double[agents.size()];
        private float possible;

        void read(String query) {
            Arrays.fill(words, 0);
            possible = 0;
            Map<String, Boolean> seen = new TreeMap<>();
            Terms.scan(query, QUERY_CHARACTERS, new Terms.Words() {
                @Override
                public void word(String stem) {
                    if (!Boolean.TRUE.equals(seen.put(stem, true))) {
                        Postings found = postings.get(stem);
                        possible += found == null ? rarity(0, agents.size()) : found.rarity();
                        add(found, 1);
                    }
                }

                @Override
                public void kin(String stem) {
                    if (seen.putIfAbsent(stem, false) == null) {
                        add(postings.get(stem), KIN);
                    }
                }
            });
        }

        private void add(@Nullable Postings found, float factor) {
            if (found != null) {
                for (int i = 0; i < found.agents().length; i++) {
                    words[found.agents()[i]] += factor * found.weights()[i];
                }
            }
        }

        void compare(float[] query, float[][] all) {
            for (int i = 0; i < all.length; i++) {
                cosines[i] = dot(query, all[i]);
            }
        }

        List<Hit> best(boolean embedded, int most, Predicate<AgentDeployed> eligible) {
            Arrays.fill(sums, 0);
            addStandardScores(words, 1);
            if (embedded) {
                addStandardScores(cosines, EMBEDDING);
            }
            List<Hit> hits = new ArrayList<>(most);
            int best = next(eligible);
            double top = best < 0 ? 0 : sums[best];
            while (best >= 0 && hits.size() < most) {
                double sum = sums[best];
                sums[best] = Double.NEGATIVE_INFINITY;
                int follower = next(eligible);
                double lead = hits.isEmpty() ? (follower < 0 ? 0 : sum - sums[follower]) : sum - top;
                hits.add(new Hit(agents.get(best), score(best, lead, embedded)));
                best = follower;
            }
            return hits;
        }

        private int next(Predicate<AgentDeployed> eligible) {
            int best = -1;
            for (int i = 0; i < sums.length; i++) {
                if (sums[i] > Double.NEGATIVE_INFINITY
                        && (best < 0 || sums[i] > sums[best])
                        && eligible.test(agents.get(i))) {
                    best = i;
                }
            }
            return best;
        }

        private double score(int agent, double lead, boolean embedded) {
            double covered = possible == 0 ? 0 : words[agent] / possible;
            return embedded
                    ? AgentScore.ofBoth(covered, cosines[agent], lead, agents.size())
                    : AgentScore.ofWords(covered, lead, agents.size());
        }

        private void addStandardScores(float[] values, double factor) {
            double sum = 0;
            double squares = 0;
            for (float value : values) {
                sum += value;
                squares += (double) value * value;
            }
            double mean = sum / values.length;
            double deviation = Math.sqrt(Math.max(0, squares / values.length - mean * mean));
            if (deviation > 1e-6) {
                for (int i = 0; i < values.length; i++) {
                    sums[i] += factor * (values[i] - mean) / deviation;
                }
            }
        }
    }

    /** Four sums, because one would have to wait for itself. */
    private static float dot(float[] a, float[] b) {
        int length = Math.min(a.length, b.length);
        float first = 0;
        float second = 0;
        float third = 0;
        float fourth = 0;
        int i = 0;
        for (; i + 3 < length; i += 4) {
            first += a[i] * b[i];
            second += a[i + 1] * b[i + 1];
            third += a[i + 2] * b[i + 2];
            fourth += a[i + 3] * b[i + 3];
        }
        for (; i < length; i++) {
            first += a[i] * b[i];
        }
        return first + second + third + fourth;
    }

    private static Map<String, Postings> postings(List<AgentDeployed> agents) {
        List<Map<String, Double>> frequencies = new ArrayList<>();
        agents.forEach(agent -> frequencies.add(new HashMap<>()));
        addField(NAME, agents, frequencies, agent -> present(agent.name()) + " " + present(agent.role()));
        addField(DESCRIPTION, agents, frequencies, AgentDeployed::description);
        addField(SKILLS, agents, frequencies, agent -> String.join(" ", agent.skills()));
        addField(PROMPT, agents, frequencies, AgentDeployed::systemPrompt);
        Map<String, List<Integer>> found = new HashMap<>();
        for (int i = 0; i < agents.size(); i++) {
            for (String term : frequencies.get(i).keySet()) {
                found.computeIfAbsent(term, key -> new ArrayList<>()).add(i);
            }
        }
        Map<String, Postings> postings = new HashMap<>();
        found.forEach((term, list) -> {
            float rarity = rarity(list.size(), agents.size());
            int[] numbers = list.stream().mapToInt(Integer::intValue).toArray();
            float[] weights = new float[numbers.length];
            for (int i = 0; i < numbers.length; i++) {
                double frequency = frequencies.get(numbers[i]).getOrDefault(term, 0.0);
                weights[i] = (float) (rarity * frequency * (SATURATION + 1) / (frequency + SATURATION));
            }
            postings.put(term, new Postings(numbers, weights, rarity));
        });
        return Map.copyOf(postings);
    }

    private static float rarity(int with, int all) {
        return (float) Math.log(1 + (all - with + 0.5) / (with + 0.5));
    }

    private static void addField(
            Field field,
            List<AgentDeployed> agents,
            List<Map<String, Double>> frequencies,
            Function<AgentDeployed, String> text) {
        List<List<String>> terms = new ArrayList<>();
        double sum = 0;
        for (AgentDeployed agent : agents) {
            List<String> cut = Terms.of(present(text.apply(agent)));
            terms.add(cut);
            sum += cut.size();
        }
        double mean = Math.max(1, sum / Math.max(1, agents.size()));
        for (int i = 0; i < terms.size(); i++) {
            double norm =
                    1 - field.lengthShare() + field.lengthShare() * terms.get(i).size() / mean;
            for (String term : terms.get(i)) {
                frequencies.get(i).merge(term, field.weight() / norm, Double::sum);
            }
        }
    }

    /** Absent in JSON arrives as null, whatever the record's type says. */
    static String present(@Nullable String text) {
        return text == null ? "" : text;
    }
}
