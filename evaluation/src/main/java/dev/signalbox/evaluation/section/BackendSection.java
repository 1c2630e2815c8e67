package dev.signalbox.evaluation.section;

import dev.signalbox.contracts.route.RouteDecision;
import dev.signalbox.evaluation.Subject;
import dev.signalbox.evaluation.figure.Abstention;
import dev.signalbox.evaluation.figure.Calibration;
import dev.signalbox.evaluation.figure.Confusion;
import dev.signalbox.evaluation.figure.Mean;
import dev.signalbox.evaluation.figure.Share;
import dev.signalbox.evaluation.figure.Tally;
import dev.signalbox.evaluation.item.Item;
import dev.signalbox.router.domain.Languages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Scores whether the policy chooses the quick sandbox or the full environment as the label says. */
public final class BackendSection implements Section {

    /** From here on a label is sure. */
    public static final double CONFIDENT = 0.8;

    private static final String QUICK = "quick";
    private static final String FULL = "full";

    private final Subject subject;
    private final WrongItems wrong;
    private final Tally accuracy = new Tally();
    private final Tally confident = new Tally();
    private final Tally alwaysQuick = new Tally();
    private final Confusion confusion = new Confusion();
    private final Confusion confusionConfident = new Confusion();
    private final Map<String, SourceTally> sources = new TreeMap<>();
    private final Calibration calibration = new Calibration();
    private final Abstention abstention = new Abstention();
    private final Mean routed = new Mean();
    private final Mean toFull = new Mean();
    private final Mean toQuick = new Mean();
    private final Mean perfect = new Mean();
    private final Tally embedded = new Tally();
    private final Tally unseen = new Tally();
    private final TrainingSources trainedOn = TrainingSources.ofShippedModel();
    private long unnamedLanguages;

    private static final class SourceTally {
        private final Tally accuracy = new Tally();
        private final Mean full = new Mean();
        private String label = "";
    }

    public BackendSection(Subject subject, WrongItems wrong) {
        this.subject = subject;
        this.wrong = wrong;
    }

    @Override
    public void accept(Item item) {
        String label = item.text("label");
        Subject.Answer answer = subject.decide(item);
        String verdict = verdict(answer.decision());
        boolean right = verdict.equals(label);
        double full = Profiles.fullProbability(answer.profile());
        accuracy.add(right);
        alwaysQuick.add(label.equals(QUICK));
        confusion.add(label, verdict);
        if (item.confidence() >= CONFIDENT) {
            confident.add(right);
            confusionConfident.add(label, verdict);
        }
        source(item, label, right, full);
        calibration.add(full, label.equals(FULL));
        abstention.add(Math.max(full, 1 - full), right);
        embedded.add(answer.embedded());
        unnamedLanguages += unnamed(item) ? 1 : 0;
        costs(answer, label, verdict);
        if (!right) {
            wrong.add(item, label, verdict, verdict.equals(FULL) ? full : 1 - full);
        }
    }

    private void source(Item item, String label, boolean right, double full) {
        SourceTally source = sources.computeIfAbsent(item.source(), name -> new SourceTally());
        source.accuracy.add(right);
        if (!trainedOn.contains(item.source())) {
            unseen.add(right);
        }
        source.full.add(full);
        source.label = source.label.isEmpty() || source.label.equals(label) ? label : "mixed";
    }

    private void costs(Subject.Answer answer, String label, String verdict) {
        boolean needsFull = label.equals(FULL);
        double quickFirst = answer.quickCost() + (needsFull ? answer.fullCost() : 0);
        routed.add(verdict.equals(FULL) ? answer.fullCost() : quickFirst);
        toFull.add(answer.fullCost());
        toQuick.add(quickFirst);
        perfect.add(needsFull ? answer.fullCost() : answer.quickCost());
    }

    private String verdict(@org.jspecify.annotations.Nullable RouteDecision decision) {
        if (decision == null || decision.chosen() == null) {
            return "none";
        }
        return decision.chosen().route().backend().equals(subject.world().full()) ? FULL : QUICK;
    }

    private static boolean unnamed(Item item) {
        for (var snippet : item.json().path("code_snippets")) {
            if (snippet.isTextual() && Languages.recognise(snippet.asText()).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public BackendFigures figures() {
        List<BackendFigures.Source> bySource = new ArrayList<>();
        sources.forEach((name, tally) -> bySource.add(new BackendFigures.Source(
                name, tally.label, tally.accuracy.share(), tally.full.mean(), trainedOn.contains(name))));
        return new BackendFigures(
                accuracy.share().of(),
                accuracy.share(),
                confident.share(),
                unseen.share(),
                alwaysQuick.share(),
                confusion,
                recalls(confusion),
                recalls(confusionConfident),
                bySource,
                calibration.figures(),
                abstention.curve(),
                new BackendFigures.Cost(
                        routed,
                        toFull,
                        toQuick,
                        perfect,
                        toFull.mean() == 0 ? 0 : 1 - routed.mean() / toFull.mean(),
                        perfect.mean() == 0 ? 0 : routed.mean() / perfect.mean() - 1),
                unnamedLanguages,
                embedded.share(),
                subject.analysing(),
                subject.deciding());
    }

    private static Map<String, Share> recalls(Confusion confusion) {
        Map<String, Share> recalls = new TreeMap<>();
        confusion.counts().keySet().forEach(label -> recalls.put(label, confusion.recall(label)));
        return recalls;
    }
}
