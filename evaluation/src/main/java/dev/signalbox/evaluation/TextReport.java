package dev.signalbox.evaluation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.evaluation.figure.Abstention;
import dev.signalbox.evaluation.figure.Calibration;
import dev.signalbox.evaluation.figure.Confusion;
import dev.signalbox.evaluation.figure.Mean;
import dev.signalbox.evaluation.figure.Share;
import dev.signalbox.evaluation.figure.Times;
import dev.signalbox.evaluation.section.AgentFigures;
import dev.signalbox.evaluation.section.BackendFigures;
import dev.signalbox.evaluation.section.ModelTierFigures;
import dev.signalbox.evaluation.section.TaskTypeFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The report for people. */
final class TextReport {

    private static final int NAME_WIDTH = 42;

    private final StringBuilder out = new StringBuilder();

    private TextReport() {}

    static String of(Report report) {
        TextReport text = new TextReport();
        text.line(
                "policy %s, analyser %s, prices %s; objective %s, embeddings %s",
                report.versions().policy(),
                report.versions().analyser(),
                report.versions().prices(),
                report.settings().objective(),
                report.settings().embeddings());
        text.trained(report.model());
        for (Report.Part part : report.sections()) {
            text.line("");
            text.line(
                    "== %s: %s (%d items in %.1f s)",
                    part.kind(), String.join(", ", part.files()), part.figures().items(), part.seconds());
            text.part(part);
        }
        if (!report.unreadable().isEmpty()) {
            text.line("");
            text.line(
                    "%d lines could not be used; they are named above.",
                    report.unreadable().size());
        }
        return text.out.toString();
    }

    /** What the model's own header tells; its scores are a tree of names and numbers. */
    private void trained(JsonNode model) {
        line(
                "model as trained: %d texts of %d sources, commit %s",
                model.path("texts").asLong(),
                model.path("sources").size(),
                model.path("commit").asText("unknown"));
        List<String> scores = new ArrayList<>();
        flatten("", model.path("leaveOneSourceOut"), scores);
        if (!scores.isEmpty()) {
            line("leave-one-source-out accuracy as trained: %s", String.join(", ", scores));
        }
    }

    private static void flatten(String name, JsonNode node, List<String> scores) {
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> flatten((name + " " + entry.getKey()).strip(), entry.getValue(), scores));
        } else if (node.isNumber()) {
            scores.add(name + " " + text("%.3f", node.asDouble()));
        }
    }

    private void part(Report.Part part) {
        switch (part.figures()) {
            case BackendFigures backend -> backend(backend);
            case TaskTypeFigures types -> types(types);
            case AgentFigures agents -> agents(agents);
            case ModelTierFigures models -> models(models);
        }
    }

    private void backend(BackendFigures figures) {
        row("accuracy, label confidence >= .8", figures.confident());
        row("accuracy, all", figures.accuracy());
        row("accuracy, sources not trained on", figures.unseen());
        note(figures.unseen(), figures.items());
        row("always quick would have", figures.alwaysQuick());
        figures.recallConfident().forEach((label, share) -> row("recall of " + label + ", confidence >= .8", share));
        figures.recall().forEach((label, share) -> row("recall of " + label + ", all", share));
        confusion(figures.confusion());
        title("By source");
        for (BackendFigures.Source source : figures.sources()) {
            row(
                    source.source() + " (" + source.label() + ")",
                    source.accuracy()
                            + text(
                                    "  mean P(full) %.2f%s",
                                    source.meanFull(), source.trainedOn() ? ", trained on" : ""));
        }
        calibration(figures.calibration());
        title("Answering only where it is surest");
        for (Abstention.Point point : figures.abstention()) {
            row(text("%.0f %% of the items, from P = %.3f", 100 * point.coverage(), point.from()), point.accuracy());
        }
        cost(figures.cost());
        title("Speed, one thread");
        times("analyse", figures.analyse());
        times("decide", figures.decide());
        row("embedding used", figures.embeddingShare());
        if (figures.unnamedLanguages() > 0) {
            row(
                    "snippets of no plain language",
                    figures.unnamedLanguages() + " items; taken for python to be run, analysed as they are");
        }
    }

    private void calibration(Calibration.Figures figures) {
        title("Calibration of P(full)");
        for (Calibration.Bin bin : figures.bins()) {
            row(
                    text("%.1f to %.1f", bin.from(), bin.to()),
                    text("said %.3f, was %.3f (n=%d)", bin.predicted(), bin.observed(), bin.n()));
        }
        row("expected calibration error", text("%.3f", figures.expectedCalibrationError()));
        row("Brier score, log loss", text("%.3f, %.3f", figures.brier(), figures.logLoss()));
    }

    private void cost(BackendFigures.Cost cost) {
        title("Dollars a task (a full task sent to quick costs the quick attempt, then the full one)");
        row("this router", dollars(cost.routed()));
        row(
                "always full",
                dollars(cost.alwaysFull()) + text("  this router saves %.1f %%", 100 * cost.savedAgainstFull()));
        row("always quick first", dollars(cost.alwaysQuick()));
        row(
                "perfect routing",
                dollars(cost.perfect()) + text("  this router costs %.1f %% more", 100 * cost.overPerfect()));
    }

    private void types(TaskTypeFigures figures) {
        row("top-1, label confidence >= .8", figures.top1Confident());
        row("top-2, label confidence >= .8", figures.top2Confident());
        row("top-1, all", figures.top1());
        row("top-2, all", figures.top2());
        row("top-1, sources not trained on", figures.top1Unseen());
        row("top-2, sources not trained on", figures.top2Unseen());
        row("top-1, alternatives allowed", figures.top1Lenient());
        row("top-2, alternatives allowed", figures.top2Lenient());
        note(figures.top1Unseen(), figures.items());
        title("By class");
        figures.classes().forEach((name, of) -> row(name, "precision " + of.precision() + "  recall " + of.recall()));
        confusion(figures.confusion());
        title("By source");
        for (TaskTypeFigures.Source source : figures.sources()) {
            row(
                    source.source(),
                    source.top1() + "  top-2 "
                            + text("%.3f%s", source.top2().share(), source.trainedOn() ? ", trained on" : ""));
        }
        title("Speed, one thread");
        times("analyse", figures.analyse());
    }

    private void agents(AgentFigures figures) {
        row("agents", String.valueOf(figures.agents()));
        tops("all", figures.all());
        tops("without name leaks", figures.withoutNameLeak());
        title("By source");
        for (AgentFigures.Source source : figures.sources()) {
            row(
                    source.source(),
                    "top-1 " + source.tops().top1()
                            + text(
                                    "  top-3 %.3f  top-5 %.3f",
                                    source.tops().top3().share(),
                                    source.tops().top5().share()));
        }
        title("The first agent, taken from a score on");
        for (AgentFigures.Threshold threshold : figures.fitting()) {
            row(
                    text("%.1f", threshold.score()),
                    text("taken %.3f", threshold.taken().share()) + "  right " + threshold.right());
        }
        title("Speed, one thread");
        times("match", figures.match());
        if (figures.unknownGold() > 0) {
            row("queries whose agent is not there", figures.unknownGold() + ", counted as not found");
        }
    }

    /** Whoever quotes a figure should know what it is of. */
    private void note(Share unseen, long items) {
        if (unseen.of() < items) {
            line(
                    "    (%d of %d items are of sources that the model was trained on: what it learnt, not how it does"
                            + " on new ones)",
                    items - unseen.of(), items);
        }
    }

    private void tops(String name, AgentFigures.Tops tops) {
        row("top-1, " + name, tops.top1());
        row("top-3, " + name, tops.top3());
        row("top-5, " + name, tops.top5());
        row("mean reciprocal rank, " + name, text("%.3f", tops.meanReciprocalRank()));
    }

    private void models(ModelTierFigures figures) {
        for (ModelTierFigures.Group group : figures.groups()) {
            title(String.join(" -> ", group.models()) + " (" + group.items() + " items)");
            for (ModelTierFigures.Strategy strategy : group.strategies()) {
                Mean score = strategy.score();
                row(
                        strategy.name(),
                        text("score %.3f [%.3f-%.3f]  ", score.mean(), score.low(), score.high())
                                + dollars(strategy.cost()));
            }
        }
        line(
                "  The cascade assumes that verification knows the score: the next model is asked where it is under one half.");
    }

    private void confusion(Confusion confusion) {
        title("Confusion (label -> verdict)");
        confusion.counts().forEach((label, verdicts) -> {
            List<String> cells = new ArrayList<>();
            verdicts.entrySet().stream()
                    .sorted((a, b) -> Long.compare(b.getValue(), a.getValue()))
                    .forEach(cell -> cells.add(cell.getKey() + " " + cell.getValue()));
            row(label, String.join(", ", cells));
        });
    }

    private void times(String name, Times.Figures times) {
        row(
                name,
                text(
                        "%,.0f a second, p50 %.1f us, p99 %.1f us",
                        times.perSecond(), times.p50Micros(), times.p99Micros()));
    }

    private static String dollars(Mean mean) {
        return text("$%.6f [%.6f-%.6f]", mean.mean(), mean.low(), mean.high());
    }

    private void title(String title) {
        line("  %s", title);
    }

    private void row(String name, Share share) {
        row(name, share.toString());
    }

    private void row(String name, String value) {
        line("    %-" + NAME_WIDTH + "s %s", name, value);
    }

    private void line(String format, Object... values) {
        out.append(text(format, values)).append('\n');
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
