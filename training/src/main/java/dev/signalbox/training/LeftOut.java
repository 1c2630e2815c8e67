package dev.signalbox.training;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Scores of texts by models that have not seen the source of the text. */
final class LeftOut {

    private static final int MOST_OF_SOURCE = 250;

    /**
     * A text's scores.
     *
     * @param row of the workshop
     * @param words raw score of the words
     * @param meaning raw score of the embedding, 0 where there is none
     */
    record Score(int row, double words, double meaning) {}

    /**
     * A text's scores of the types.
     *
     * @param row of the workshop
     */
    record TypeScore(int row, double[] words, double[] meaning) {}

    private LeftOut() {}

    /** Of all labelled texts, leaving out the sources one by one. */
    static List<Score> one(Workshop workshop) {
        List<Score> scores = new ArrayList<>();
        for (int source = 0; source < workshop.sources.size(); source++) {
            scores.addAll(held(workshop, workshop.only(source)));
        }
        return scores;
    }

    /** Of the labelled texts of some sources, by models that have seen none of these. */
    static List<Score> held(Workshop workshop, BitSet held) {
        int[] rows = held.stream()
                .flatMap(source -> IntStream.of(workshop.rowsOf(
                                source, i -> workshop.examples.get(i).full() != null))
                        .limit(MOST_OF_SOURCE))
                .toArray();
        List<Score> scores = new ArrayList<>();
        if (rows.length == 0) {
            return scores;
        }
        double[][] words = workshop.scores(workshop.words(held, false), rows);
        Workshop.Machine machine = workshop.vectors == null ? null : workshop.machine(held);
        for (int i = 0; i < rows.length; i++) {
            scores.add(new Score(rows[i], words[i][0], machine == null ? 0 : workshop.score(machine, rows[i])));
        }
        return scores;
    }

    /** Of all texts with a type, leaving out the sources one by one. */
    static List<TypeScore> types(Workshop workshop) {
        List<TypeScore> scores = new ArrayList<>();
        for (int source = 0; source < workshop.sources.size(); source++) {
            int[] rows = workshop.rowsOf(source, i -> workshop.examples.get(i).type() != null);
            if (rows.length == 0) {
                continue;
            }
            double[][] words = workshop.scores(workshop.words(workshop.only(source), true), rows);
            double[][] meaning = workshop.vectors == null
                    ? new double[rows.length][words[0].length]
                    : workshop.meaningTypeScores(workshop.meaningTypes(workshop.only(source)), rows);
            for (int i = 0; i < rows.length; i++) {
                scores.add(new TypeScore(rows[i], words[i], meaning[i]));
            }
        }
        return scores;
    }
}
