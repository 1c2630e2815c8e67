package dev.signalbox.training;

import dev.signalbox.router.domain.text.RoutingModel.Calibration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Tells how models did on sources that they had not seen. */
final class Report {

    private final Workshop workshop;
    private final Calibration calibration;
    private final StringBuilder out = new StringBuilder();

    Report(Workshop workshop, Calibration calibration) {
        this.workshop = workshop;
        this.calibration = calibration;
    }

    @Override
    public String toString() {
        return out.toString();
    }

    void line(String format, Object... arguments) {
        out.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    double words(LeftOut.Score score) {
        return calibration.wordsSlope() * score.words() + calibration.wordsShift();
    }

    double both(LeftOut.Score score) {
        return calibration.bothWords() * score.words()
                + calibration.bothMeaning() * score.meaning()
                + calibration.bothShift();
    }

    double banded(LeftOut.Score score) {
        return Math.abs(words(score)) < calibration.band() ? both(score) : words(score);
    }

    /** Right answers by source, in three ways of answering. */
    void sources(String title, List<LeftOut.Score> scores, boolean development) {
        line("%n## %s%n", title);
        line("| source | label | texts | words | with embedding | embedding in the band | asked |");
        line("| --- | --- | ---: | ---: | ---: | ---: | ---: |");
        Map<String, List<LeftOut.Score>> bySource = new TreeMap<>();
        for (LeftOut.Score score : scores) {
            Example example = workshop.examples.get(score.row());
            if (!development || example.development() && example.type() == null) {
                bySource.computeIfAbsent(example.source(), key -> new ArrayList<>())
                        .add(score);
            }
        }
        List<LeftOut.Score> all = new ArrayList<>();
        bySource.forEach((source, of) -> {
            row(source, label(of), of);
            all.addAll(of);
        });
        row("quick", "quick", all.stream().filter(score -> !full(score)).toList());
        row("full", "full", all.stream().filter(this::full).toList());
        row("**all**", "", all);
        line(
                "| **mean of sources** | | %d | %.3f | %.3f | %.3f | |",
                bySource.size(), mean(bySource, this::words), mean(bySource, this::both), mean(bySource, this::banded));
    }

    private void row(String name, String label, List<LeftOut.Score> of) {
        line(
                "| %s | %s | %d | %.3f | %.3f | %.3f | %.2f |",
                name,
                label,
                of.size(),
                accuracy(of, this::words),
                accuracy(of, this::both),
                accuracy(of, this::banded),
                of.stream()
                        .mapToInt(score -> Math.abs(words(score)) < calibration.band() ? 1 : 0)
                        .average()
                        .orElse(0));
    }

    private double mean(Map<String, List<LeftOut.Score>> bySource, ToDoubleFunction<LeftOut.Score> odds) {
        return bySource.values().stream()
                .mapToDouble(of -> accuracy(of, odds))
                .average()
                .orElse(0);
    }

    private String label(List<LeftOut.Score> of) {
        long full = of.stream().filter(this::full).count();
        return full == 0 ? "quick" : full == of.size() ? "full" : "both";
    }

    private boolean full(LeftOut.Score score) {
        return Boolean.TRUE.equals(workshop.examples.get(score.row()).full());
    }

    double accuracy(List<LeftOut.Score> of, ToDoubleFunction<LeftOut.Score> odds) {
        return of.stream()
                .mapToInt(score -> odds.applyAsDouble(score) > 0 == full(score) ? 1 : 0)
                .average()
                .orElse(0);
    }

    /** Said and seen shares of full, in ten steps. */
    void reliability(List<LeftOut.Score> scores) {
        line("%n## Calibration of what was left out%n");
        line("| said | texts | full |");
        line("| --- | ---: | ---: |");
        for (int step = 0; step < 10; step++) {
            int at = step;
            List<LeftOut.Score> of = scores.stream()
                    .filter(score -> Math.min(9, (int) (10 / (1 + Math.exp(-banded(score))))) == at)
                    .toList();
            line(
                    "| %.1f to %.1f | %d | %.2f |",
                    step / 10.0,
                    (step + 1) / 10.0,
                    of.size(),
                    of.stream().mapToInt(score -> full(score) ? 1 : 0).average().orElse(0));
        }
    }

    void types(List<LeftOut.TypeScore> scores) {
        line("%n## Task types, leaving out one repository%n");
        line("| | texts | top 1 | top 2 |");
        line("| --- | ---: | ---: | ---: |");
        typeRow("words", scores, calibration.typeSlope(), 0);
        typeRow("words and embedding", scores, calibration.typeBothWords(), calibration.typeBothMeaning());
        Map<String, List<LeftOut.TypeScore>> bySource = new TreeMap<>();
        scores.forEach(score -> bySource.computeIfAbsent(
                        workshop.examples.get(score.row()).source(), key -> new ArrayList<>())
                .add(score));
        bySource.forEach(
                (source, of) -> typeRow(source, of, calibration.typeBothWords(), calibration.typeBothMeaning()));
    }

    private void typeRow(String name, List<LeftOut.TypeScore> scores, double words, double meaning) {
        double[] right = new double[2];
        for (LeftOut.TypeScore score : scores) {
            double[] odds = Calibrate.probabilities(score, words, meaning);
            List<Integer> order = IntStream.range(0, odds.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer type) -> -odds[type]))
                    .toList();
            List<dev.signalbox.contracts.route.TaskType> types = workshop.right(score.row());
            boolean first = types.stream().anyMatch(type -> type.ordinal() == order.get(0));
            boolean second = types.stream().anyMatch(type -> type.ordinal() == order.get(1));
            right[0] += first ? 1 : 0;
            right[1] += first || second ? 1 : 0;
        }
        line("| %s | %d | %.3f | %.3f |", name, scores.size(), right[0] / scores.size(), right[1] / scores.size());
    }
}
