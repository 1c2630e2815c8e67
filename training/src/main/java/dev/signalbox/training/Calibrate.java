package dev.signalbox.training;

import dev.signalbox.router.domain.text.RoutingModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Fits the lines that turn raw scores to log-odds, on texts of sources that were left out; both
 * classes count alike. */
final class Calibrate {

    /** Weak: a few numbers are fitted to thousands of texts. */
    private static final double C = 1000;

    /** How much tasks as they are given count; the rest is for texts that stand in for tasks. */
    private static final double TASKS = 0.75;

    private static final double[] SLOPES = {0, 0.25, 0.5, 0.75, 1, 1.25, 1.5, 2};

    private Calibrate() {}

    static RoutingModel.Calibration fit(
            Workshop workshop, List<LeftOut.Score> scores, List<LeftOut.TypeScore> types, double band) {
        boolean meaning = workshop.vectors != null;
        double[] words = line(workshop, scores, false);
        double[] both = meaning ? line(workshop, scores, true) : new double[] {words[0], 0, words[1]};
        double typeSlope = bestSlopes(workshop, types, false)[0];
        double[] typeBoth = meaning ? bestSlopes(workshop, types, true) : new double[] {typeSlope, 0};
        return new RoutingModel.Calibration(
                words[0], words[1], both[0], both[1], both[2], band, typeSlope, typeBoth[0], typeBoth[1]);
    }

    /** Whether it is a task as it is given, labelled by where it ran, and not a text that stands in for one. */
    private static boolean tasks(Workshop workshop, LeftOut.Score score) {
        Example example = workshop.examples.get(score.row());
        return example.development() && example.type() == null;
    }

    private static double[] line(Workshop workshop, List<LeftOut.Score> scores, boolean both) {
        float[][] table = new float[scores.size()][];
        int[] labels = new int[scores.size()];
        double[] importance = new double[scores.size()];
        Map<Integer, Integer> counts = new HashMap<>();
        scores.forEach(score -> counts.merge(workshop.sourceOf[score.row()], 1, Integer::sum));
        double[][] sums = new double[2][2];
        for (int i = 0; i < labels.length; i++) {
            LeftOut.Score score = scores.get(i);
            table[i] = both
                    ? new float[] {(float) score.words(), (float) score.meaning()}
                    : new float[] {(float) score.words()};
            labels[i] = Boolean.TRUE.equals(workshop.examples.get(score.row()).full()) ? 1 : 0;
            importance[i] = 1.0 / Math.sqrt(Objects.requireNonNull(counts.get(workshop.sourceOf[score.row()])));
            sums[labels[i]][tasks(workshop, score) ? 1 : 0] += importance[i];
        }
        for (int i = 0; i < labels.length; i++) {
            boolean task = tasks(workshop, scores.get(i));
            double share = task ? TASKS : 1 - TASKS;
            importance[i] *= share * labels.length / 2.0 / sums[labels[i]][task ? 1 : 0];
        }
        return Softmax.fit(new Softmax.Dense(table, both ? 2 : 1), labels, importance, 2, C, 200)
                .weights()[0];
    }

    /** The pair of slopes, of words and meaning, under which the right types are likeliest. */
    private static double[] bestSlopes(Workshop workshop, List<LeftOut.TypeScore> scores, boolean both) {
        double[] best = {1, 0};
        double least = Double.MAX_VALUE;
        for (double words : SLOPES) {
            for (double meaning : both ? SLOPES : new double[] {0}) {
                double loss = 0;
                for (LeftOut.TypeScore score : scores) {
                    int right = Objects.requireNonNull(
                                    workshop.examples.get(score.row()).type())
                            .ordinal();
                    loss -= Math.log(probabilities(score, words, meaning)[right]);
                }
                if (loss < least) {
                    least = loss;
                    best = new double[] {words, meaning};
                }
            }
        }
        return best;
    }

    static double[] probabilities(LeftOut.TypeScore score, double words, double meaning) {
        double[] odds = new double[score.words().length];
        double sum = 0;
        for (int type = 0; type < odds.length; type++) {
            odds[type] = Math.exp(words * score.words()[type] + meaning * score.meaning()[type]);
            sum += odds[type];
        }
        for (int type = 0; type < odds.length; type++) {
            odds[type] /= sum;
        }
        return odds;
    }
}
