package dev.signalbox.evaluation.section;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.route.TaskProfile;
import dev.signalbox.evaluation.Subject;
import dev.signalbox.evaluation.figure.Confusion;
import dev.signalbox.evaluation.figure.Tally;
import dev.signalbox.evaluation.item.Item;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Scores the type that the analyser gives a task. */
public final class TaskTypeSection implements Section {

    private static final int TWO = 2;

    private final Subject subject;
    private final WrongItems wrong;
    private final Tops all = new Tops();
    private final Tops confident = new Tops();
    private final Tops lenient = new Tops();
    private final Tops unseen = new Tops();
    private final TrainingSources trainedOn = TrainingSources.ofShippedModel();
    private final Confusion confusion = new Confusion();
    private final Map<String, Tops> sources = new TreeMap<>();

    private static final class Tops {
        private final Tally one = new Tally();
        private final Tally two = new Tally();

        private void add(List<String> types, Set<String> labels) {
            one.add(!types.isEmpty() && labels.contains(types.getFirst()));
            two.add(types.stream().limit(TWO).anyMatch(labels::contains));
        }
    }

    public TaskTypeSection(Subject subject, WrongItems wrong) {
        this.subject = subject;
        this.wrong = wrong;
    }

    @Override
    public void accept(Item item) {
        String label = item.text("label");
        TaskProfile profile = subject.analyse(item);
        List<String> types = Profiles.types(profile);
        String first = types.isEmpty() ? "none" : types.getFirst();
        Set<String> strict = Set.of(label);
        all.add(types, strict);
        if (item.confidence() >= BackendSection.CONFIDENT) {
            confident.add(types, strict);
        }
        Set<String> either = new HashSet<>(strict);
        for (JsonNode other : item.json().path("alt_labels")) {
            either.add(other.asText());
        }
        lenient.add(types, either);
        confusion.add(label, first);
        if (!trainedOn.contains(item.source())) {
            unseen.add(types, strict);
        }
        sources.computeIfAbsent(item.source(), name -> new Tops()).add(types, strict);
        if (!first.equals(label)) {
            wrong.add(item, label, first, Profiles.typeProbability(profile));
        }
    }

    @Override
    public TaskTypeFigures figures() {
        Map<String, TaskTypeFigures.OfClass> classes = new TreeMap<>();
        confusion
                .names()
                .forEach(name -> classes.put(
                        name, new TaskTypeFigures.OfClass(confusion.precision(name), confusion.recall(name))));
        List<TaskTypeFigures.Source> bySource = new ArrayList<>();
        sources.forEach((name, tops) -> bySource.add(
                new TaskTypeFigures.Source(name, tops.one.share(), tops.two.share(), trainedOn.contains(name))));
        return new TaskTypeFigures(
                all.one.share().of(),
                all.one.share(),
                all.two.share(),
                confident.one.share(),
                confident.two.share(),
                lenient.one.share(),
                lenient.two.share(),
                unseen.one.share(),
                unseen.two.share(),
                classes,
                confusion,
                bySource,
                subject.analysing());
    }
}
