package dev.signalbox.router.domain.text;

import dev.signalbox.contracts.route.TaskType;
import org.jspecify.annotations.Nullable;

/**
 * The trained model. A text's features that it knows count alike, {@code SCALE / sqrt(n)} each, so that long texts do not
 * shout; a linear function of them gives the log-odds of a full environment, another those of the task types. Where a
 * sentence embedding is at hand a kernel machine says what it makes of it, and both are weighed together.
 *
 * @param header what it was trained from and how it scored, JSON
 * @param words its features
 * @param full weight of each feature for a full environment
 * @param fullBias added to their sum
 * @param types weight of each feature for each type, in steps: {@code types[feature * TYPES + type]}
 * @param typeSteps size of a step for each type
 * @param typeBias added to each type's sum
 * @param meaning what is learnt of sentence embeddings
 * @param calibration turns raw scores to log-odds
 */
public record RoutingModel(
        String header,
        WordTable words,
        float[] full,
        float fullBias,
        byte[] types,
        float[] typeSteps,
        float[] typeBias,
        @Nullable MeaningModel meaning,
        Calibration calibration) {

    public static final int TYPES = TaskType.values().length;
    public static final double SCALE = 4;

    /**
     * Straight lines fitted to scores of texts whose source the model had not seen.
     *
     * @param wordsSlope of the words' score where there is no embedding
     * @param wordsShift added to it
     * @param bothWords slope of the words' score where there is an embedding
     * @param bothMeaning slope of the embedding's score
     * @param bothShift added to these
     * @param band an embedding is worth its price where the words' log-odds lie closer to zero than this
     * @param typeSlope of the types' scores where there is no embedding
     * @param typeBothWords slope of the words' type scores where there is an embedding
     * @param typeBothMeaning slope of the embedding's type scores
     */
    public record Calibration(
            double wordsSlope,
            double wordsShift,
            double bothWords,
            double bothMeaning,
            double bothShift,
            double band,
            double typeSlope,
            double typeBothWords,
            double typeBothMeaning) {}

    /** Working memory for one thread. */
    public static final class Reading {

        final FeatureList features = new FeatureList();
        final double[] types = new double[TYPES];
        private int[] seen = new int[0];
        private int reading;
        int known;
        double words;

        /** The features of the text that was read last. */
        public FeatureList features() {
            return features;
        }

        /** How many of them the model knows, each counted once. */
        public int known() {
            return known;
        }

        /** Raw score of the words. */
        public double words() {
            return words;
        }

        /** Raw scores of the types, by their ordinal. */
        public double[] types() {
            return types;
        }

        private void begin(int size) {
            if (seen.length != size) {
                seen = new int[size];
                reading = 0;
            }
            reading++;
            known = 0;
        }

        /** Whether this is the first time that the feature is met in this text. */
        private boolean first(int feature) {
            boolean first = seen[feature] != reading;
            seen[feature] = reading;
            return first;
        }
    }

    /** Reads a text: features, the words' score and the types' scores. */
    public void read(TaskText text, Reading reading) {
        TextFeatures.read(text, reading.features);
        reading.begin(words.size());
        double sum = 0;
        double[] sums = reading.types;
        java.util.Arrays.fill(sums, 0);
        for (int i = 0; i < reading.features.size(); i++) {
            int feature = words.number(reading.features.hash(i));
            if (feature >= 0 && reading.first(feature)) {
                reading.known++;
                sum += full[feature];
                int at = feature * TYPES;
                for (int type = 0; type < TYPES; type++) {
                    sums[type] += types[at + type];
                }
            }
        }
        double scale = scale(reading.known);
        reading.words = fullBias + scale * sum;
        for (int type = 0; type < TYPES; type++) {
            sums[type] = typeBias[type] + scale * typeSteps[type] * sums[type];
        }
    }

    /** What a known feature counts in a text with so many of them. */
    public static double scale(int known) {
        return SCALE / Math.sqrt(Math.max(1, known));
    }

    /** The weight of a feature for a full environment; 0 for one that it does not know. */
    public double weight(long hash) {
        int feature = words.number(hash);
        return feature < 0 ? 0 : full[feature];
    }
}
