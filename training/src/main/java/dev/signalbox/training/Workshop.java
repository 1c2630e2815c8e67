package dev.signalbox.training;

import dev.signalbox.contracts.route.TaskType;
import dev.signalbox.router.domain.text.FeatureList;
import dev.signalbox.router.domain.text.RoutingModel;
import dev.signalbox.router.domain.text.TextFeatures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The examples with their features and vectors, and models fitted to some of them. */
final class Workshop {

    /** A feature is used when that many texts of that many sources have it: what only one source says is its accent. */
    private static final int FEWEST_TEXTS = 4;

    private static final int FEWEST_SOURCES = 2;

    /** Inverse of the penalty, fitted by leaving sources out. */
    private static final double WORDS_C = 0.3;

    private static final double TYPES_C = 1;
    private static final double MEANING_TYPES_C = 1;
    private static final int ITERATIONS = 60;

    /** How many texts of a source the kernel machine learns from. */
    private static final int MOST_OF_SOURCE = 120;

    static final double GAMMA = 2;
    private static final double MACHINE_C = 3;
    private static final double VECTOR_SCALE = 5;

    final List<Example> examples;
    final List<String> sources;
    final int[] sourceOf;
    final long[] hashes;
    private final int[][] features;
    private final BitSet[] sourcesOfFeature;
    final float @Nullable [][] vectors;
    private final int[] machineRows;
    private final float[][] kernel;

    Workshop(List<Example> examples, float @Nullable [][] vectors) {
        this.examples = examples;
        this.vectors = vectors;
        this.sources =
                examples.stream().map(Example::source).distinct().sorted().toList();
        Map<String, Integer> numbers = new HashMap<>();
        sources.forEach(source -> numbers.put(source, numbers.size()));
        this.sourceOf = examples.stream()
                .mapToInt(example -> Objects.requireNonNull(numbers.get(example.source())))
                .toArray();
        long[][] all = new long[examples.size()][];
        FeatureList list = new FeatureList();
        Map<Long, int[]> counts = new TreeMap<>();
        for (int i = 0; i < all.length; i++) {
            TextFeatures.read(examples.get(i).text(), list);
            all[i] = list.distinct();
            for (long hash : all[i]) {
                counts.computeIfAbsent(hash, key -> new int[1])[0]++;
            }
        }
        this.hashes = counts.entrySet().stream()
                .filter(entry -> entry.getValue()[0] >= FEWEST_TEXTS)
                .mapToLong(Map.Entry::getKey)
                .toArray();
        this.features = new int[all.length][];
        this.sourcesOfFeature = new BitSet[hashes.length];
        Arrays.setAll(sourcesOfFeature, i -> new BitSet());
        for (int i = 0; i < all.length; i++) {
            features[i] = Arrays.stream(all[i])
                    .mapToInt(hash -> Arrays.binarySearch(hashes, hash))
                    .filter(number -> number >= 0)
                    .toArray();
            for (int feature : features[i]) {
                sourcesOfFeature[feature].set(sourceOf[i]);
            }
        }
        this.machineRows = vectors == null ? new int[0] : machineRows();
        this.kernel = new float[machineRows.length][machineRows.length];
        for (int i = 0; i < machineRows.length; i++) {
            for (int j = 0; j <= i; j++) {
                kernel[i][j] = (float) KernelMachine.kernel(vector(machineRows[i]), vector(machineRows[j]), GAMMA);
                kernel[j][i] = kernel[i][j];
            }
        }
    }

    float[] vector(int example) {
        return Objects.requireNonNull(vectors)[example];
    }

    /** Of each source the first in the order of hashes; all of those that are made to be varied. */
    private int[] machineRows() {
        Map<Integer, Integer> counts = new HashMap<>();
        return IntStream.range(0, examples.size())
                .filter(i -> examples.get(i).full() != null)
                .boxed()
                .sorted(java.util.Comparator.comparing(
                        i -> Collect.sha1(examples.get(i).id())))
                .filter(i -> counts.merge(sourceOf[i], 1, Integer::sum) <= MOST_OF_SOURCE
                        || examples.get(i).source().equals("authored")
                        || examples.get(i).source().equals("tldr"))
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }

    /** Each source counts by the root of its size, both classes alike, the sum is the number of rows. */
    private double[] importance(int[] rows) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int row : rows) {
            counts.merge(sourceOf[row], 1, Integer::sum);
        }
        double[] importance = new double[rows.length];
        double[] sums = new double[2];
        for (int i = 0; i < rows.length; i++) {
            importance[i] = 1 / Math.sqrt(Objects.requireNonNull(counts.get(sourceOf[rows[i]])));
            sums[label(rows[i])] += importance[i];
        }
        for (int i = 0; i < rows.length; i++) {
            importance[i] *= rows.length / 2.0 / sums[label(rows[i])];
        }
        return importance;
    }

    private int label(int row) {
        return Boolean.TRUE.equals(examples.get(row).full()) ? 1 : 0;
    }

    /** The numbers of the features that enough of the sources have. */
    private int[] vocabulary(BitSet held) {
        return IntStream.range(0, hashes.length)
                .filter(feature -> {
                    BitSet of = (BitSet) sourcesOfFeature[feature].clone();
                    of.andNot(held);
                    return of.cardinality() >= FEWEST_SOURCES;
                })
                .toArray();
    }

    /**
     * A linear model of the words.
     *
     * @param vocabulary numbers of its features
     * @param place of each feature in the vocabulary, or -1
     */
    record Words(int[] vocabulary, int[] place, Softmax softmax) {}

    Words words(BitSet held, boolean types) {
        int[] vocabulary = vocabulary(held);
        int[] place = new int[hashes.length];
        Arrays.fill(place, -1);
        for (int i = 0; i < vocabulary.length; i++) {
            place[vocabulary[i]] = i;
        }
        int[] rows = rows(held, types ? this::typed : i -> examples.get(i).full() != null);
        Softmax.Sparse table = sparse(rows, place, vocabulary.length);
        Softmax softmax = types
                ? Softmax.fit(table, typeLabels(rows), ones(rows), RoutingModel.TYPES, TYPES_C, ITERATIONS)
                : Softmax.fit(table, labels(rows), importance(rows), 2, WORDS_C, ITERATIONS);
        return new Words(vocabulary, place, softmax);
    }

    private boolean typed(int row) {
        return examples.get(row).type() != null;
    }

    private int[] rows(BitSet held, IntPredicate wanted) {
        return IntStream.range(0, examples.size())
                .filter(i -> !held.get(sourceOf[i]))
                .filter(wanted)
                .toArray();
    }

    private int[] labels(int[] rows) {
        return Arrays.stream(rows).map(this::label).toArray();
    }

    private int[] typeLabels(int[] rows) {
        return Arrays.stream(rows)
                .map(row -> Objects.requireNonNull(examples.get(row).type()).ordinal())
                .toArray();
    }

    private static double[] ones(int[] rows) {
        double[] ones = new double[rows.length];
        Arrays.fill(ones, 1);
        return ones;
    }

    private Softmax.Sparse sparse(int[] rows, int[] place, int width) {
        int[][] entries = new int[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            entries[i] = Arrays.stream(features[rows[i]])
                    .map(feature -> place[feature])
                    .filter(entry -> entry >= 0)
                    .toArray();
        }
        return new Softmax.Sparse(entries, width, RoutingModel.SCALE);
    }

    /** Raw scores of a linear model for some rows, by row and class. */
    double[][] scores(Words words, int[] rows) {
        Softmax.Sparse table = sparse(rows, words.place(), words.vocabulary().length);
        return scores(words.softmax(), table);
    }

    private static double[][] scores(Softmax softmax, Softmax.Rows table) {
        double[][] scores = new double[table.size()][softmax.weights().length];
        for (int row = 0; row < scores.length; row++) {
            for (int model = 0; model < scores[row].length; model++) {
                scores[row][model] = softmax.score(table, row, model);
            }
        }
        return scores;
    }

    /**
     * A kernel machine.
     *
     * @param rows examples that it learnt from
     * @param weights of each
     */
    record Machine(int[] rows, double[] weights) {

        double bias() {
            return Arrays.stream(weights).sum();
        }
    }

    Machine machine(BitSet held) {
        int[] chosen = IntStream.range(0, machineRows.length)
                .filter(i -> !held.get(sourceOf[machineRows[i]]))
                .toArray();
        int[] rows = Arrays.stream(chosen).map(i -> machineRows[i]).toArray();
        boolean[] positive = new boolean[machineRows.length];
        for (int i = 0; i < positive.length; i++) {
            positive[i] = label(machineRows[i]) == 1;
        }
        double[] most = importance(rows);
        for (int i = 0; i < most.length; i++) {
            most[i] *= MACHINE_C;
        }
        return new Machine(rows, KernelMachine.fit(kernel, chosen, positive, most));
    }

    double score(Machine machine, int row) {
        double sum = machine.bias();
        for (int i = 0; i < machine.rows().length; i++) {
            if (machine.weights()[i] != 0) {
                sum += machine.weights()[i] * KernelMachine.kernel(vector(machine.rows()[i]), vector(row), GAMMA);
            }
        }
        return sum;
    }

    /** A linear model of the vectors for the types; the scale of the vectors is in its weights. */
    Softmax meaningTypes(BitSet held) {
        int[] rows = rows(held, this::typed);
        Softmax scaled =
                Softmax.fit(dense(rows), typeLabels(rows), ones(rows), RoutingModel.TYPES, MEANING_TYPES_C, ITERATIONS);
        return scaled;
    }

    double[][] meaningTypeScores(Softmax softmax, int[] rows) {
        return scores(softmax, dense(rows));
    }

    private Softmax.Dense dense(int[] rows) {
        float[][] scaled = new float[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            scaled[i] = vector(rows[i]).clone();
            for (int d = 0; d < scaled[i].length; d++) {
                scaled[i][d] *= (float) VECTOR_SCALE;
            }
        }
        return new Softmax.Dense(scaled, rows.length == 0 ? 0 : scaled[0].length);
    }

    static double vectorScale() {
        return VECTOR_SCALE;
    }

    int[] rowsOf(int source, IntPredicate wanted) {
        return IntStream.range(0, examples.size())
                .filter(i -> sourceOf[i] == source)
                .filter(wanted)
                .toArray();
    }

    BitSet only(int source) {
        BitSet held = new BitSet();
        held.set(source);
        return held;
    }

    BitSet named(List<String> names) {
        BitSet held = new BitSet();
        for (String name : names) {
            int number = sources.indexOf(name);
            if (number >= 0) {
                held.set(number);
            }
        }
        return held;
    }

    List<TaskType> right(int row) {
        List<TaskType> right = new ArrayList<>();
        right.add(Objects.requireNonNull(examples.get(row).type()));
        TaskType other = examples.get(row).alternative();
        if (other != null) {
            right.add(other);
        }
        return right;
    }
}
