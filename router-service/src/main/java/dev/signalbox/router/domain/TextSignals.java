package dev.signalbox.router.domain;

import dev.signalbox.contracts.route.Signal;
import dev.signalbox.router.domain.text.FeatureList;
import dev.signalbox.router.domain.text.RoutingModel;
import java.util.List;
import java.util.Locale;

/** Puts what the model made of a text into signals: the words that weigh most by name, the rest together. */
final class TextSignals {

    private static final int TOLD = 4;
    private static final double LEAST = 0.05;
    private static final int LONGEST = 40;

    private final RoutingModel model;

    TextSignals(RoutingModel model) {
        this.model = model;
    }

    /**
     * Adds the signals. Only words that stand in the model's vocabulary are told, so nothing private is.
     *
     * @param slope that the calibration gives the words
     * @param all what the text adds altogether
     * @param meant what its embedding adds of that
     */
    void add(
            String prompt, RoutingModel.Reading reading, double slope, double all, double meant, List<Signal> signals) {
        double unit = slope * RoutingModel.scale(reading.known());
        FeatureList features = reading.features();
        int[] told = new int[TOLD];
        double[] adds = new double[TOLD];
        int count = 0;
        for (int i = 0; i < features.size(); i++) {
            if (features.from(i) < 0 || features.to(i) - features.from(i) > LONGEST) {
                continue;
            }
            double add = unit * model.weight(features.hash(i));
            if (Math.abs(add) < LEAST || repeated(features, told, count, features.hash(i))) {
                continue;
            }
            int place = count;
            while (place > 0 && Math.abs(adds[place - 1]) < Math.abs(add)) {
                place--;
            }
            if (place < TOLD) {
                int last = Math.min(count, TOLD - 1);
                System.arraycopy(adds, place, adds, place + 1, last - place);
                System.arraycopy(told, place, told, place + 1, last - place);
                adds[place] = add;
                told[place] = i;
                count = Math.min(TOLD, count + 1);
            }
        }
        double rest = all - meant;
        for (int i = 0; i < count; i++) {
            String words = prompt.substring(features.from(told[i]), features.to(told[i]))
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("\\s+", " ");
            signals.add(new Signal("word-" + words.replace(' ', '-'), round(adds[i]), "says \"" + words + "\""));
            rest -= adds[i];
        }
        signals.add(new Signal("words", round(rest), "its other words, its length and its form"));
        if (meant != 0) {
            signals.add(new Signal("meaning", round(meant), "what it means, by its sentence embedding"));
        }
    }

    private static boolean repeated(FeatureList features, int[] told, int count, long hash) {
        for (int i = 0; i < count; i++) {
            if (features.hash(told[i]) == hash) {
                return true;
            }
        }
        return false;
    }

    private static double round(double number) {
        return Math.rint(number * 1000) / 1000;
    }
}
