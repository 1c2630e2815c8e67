package dev.signalbox.evaluation.section;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.evaluation.figure.Mean;
import dev.signalbox.evaluation.figure.Tally;
import dev.signalbox.evaluation.item.Item;
import dev.signalbox.evaluation.section.ModelTierFigures.Strategy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Replays cascades of models where score and cost of every model are known. Keeps sixteen bytes for each of them. */
public final class ModelTierSection implements Section {

    private static final double SOLVED = 0.5;

    private final Map<List<String>, Group> groups = new TreeMap<>(Comparator.comparing(Object::toString));
    private long items;

    private static final class Group {
        private final int models;
        private double[] values = new double[1024];
        private int n;

        private Group(int models) {
            this.models = models;
        }

        private void add(double[] scoresAndCosts) {
            int width = 2 * models;
            if ((n + 1) * width > values.length) {
                values = Arrays.copyOf(values, Math.max((n + 1) * width, 2 * values.length));
            }
            System.arraycopy(scoresAndCosts, 0, values, n * width, width);
            n++;
        }

        private double score(int item, int model) {
            return values[item * 2 * models + 2 * model];
        }

        private double cost(int item, int model) {
            return values[item * 2 * models + 2 * model + 1];
        }

        private double meanCost(int model) {
            return IntStream.range(0, n)
                    .mapToDouble(item -> cost(item, model))
                    .average()
                    .orElse(0);
        }
    }

    private static final class Outcome {
        private final Mean score = new Mean();
        private final Mean cost = new Mean();
        private final Tally solved = new Tally();

        private void add(double itemScore, double itemCost) {
            score.add(itemScore);
            cost.add(itemCost);
            solved.add(itemScore >= SOLVED);
        }

        private Strategy strategy(String name) {
            return new Strategy(name, score, cost, solved.share());
        }
    }

    @Override
    public void accept(Item item) {
        TreeMap<String, JsonNode> models = new TreeMap<>();
        item.json().path("models").fields().forEachRemaining(entry -> models.put(entry.getKey(), entry.getValue()));
        List<String> names = List.copyOf(models.keySet());
        double[] values = new double[2 * names.size()];
        for (int i = 0; i < names.size(); i++) {
            JsonNode model = models.get(names.get(i));
            values[2 * i] = model == null ? 0 : model.path("score").asDouble(0);
            values[2 * i + 1] = model == null ? 0 : model.path("cost_usd").asDouble(0);
        }
        groups.computeIfAbsent(names, key -> new Group(key.size())).add(values);
        items++;
    }

    @Override
    public ModelTierFigures figures() {
        List<ModelTierFigures.Group> figures = new ArrayList<>();
        groups.forEach((names, group) -> {
            List<Integer> order = IntStream.range(0, names.size())
                    .boxed()
                    .sorted(Comparator.comparingDouble(group::meanCost))
                    .toList();
            figures.add(new ModelTierFigures.Group(
                    group.n, order.stream().map(names::get).toList(), strategies(group, order, names)));
        });
        return new ModelTierFigures(items, figures);
    }

    private static List<Strategy> strategies(Group group, List<Integer> order, List<String> names) {
        List<Strategy> strategies = new ArrayList<>();
        for (int model : order) {
            Outcome always = new Outcome();
            for (int item = 0; item < group.n; item++) {
                always.add(group.score(item, model), group.cost(item, model));
            }
            strategies.add(always.strategy("always " + names.get(model)));
        }
        Outcome oracle = new Outcome();
        Outcome cascade = new Outcome();
        for (int item = 0; item < group.n; item++) {
            oracle(group, order, item, oracle);
            cascade(group, order, item, cascade);
        }
        strategies.add(oracle.strategy("oracle"));
        strategies.add(cascade.strategy("cascade"));
        strategies.add(mix(group, order, cascade.cost.mean()));
        return strategies;
    }

    /** The best score, and among equal ones the least cost. */
    private static void oracle(Group group, List<Integer> order, int item, Outcome outcome) {
        int best = order.getFirst();
        for (int model : order) {
            double more = group.score(item, model) - group.score(item, best);
            if (more > 0 || more == 0 && group.cost(item, model) < group.cost(item, best)) {
                best = model;
            }
        }
        outcome.add(group.score(item, best), group.cost(item, best));
    }

    private static void cascade(Group group, List<Integer> order, int item, Outcome outcome) {
        double cost = 0;
        double score = 0;
        for (int model : order) {
            cost += group.cost(item, model);
            score = Math.max(score, group.score(item, model));
            if (score >= SOLVED) {
                break;
            }
        }
        outcome.add(score, cost);
    }

    private static Strategy mix(Group group, List<Integer> order, double cost) {
        int cheap = order.getFirst();
        int dear = order.getLast();
        double low = group.meanCost(cheap);
        double high = group.meanCost(dear);
        double share = high > low && cost >= low && cost <= high ? (cost - low) / (high - low) : SOLVED;
        Mean scores = new Mean();
        Mean costs = new Mean();
        for (int item = 0; item < group.n; item++) {
            scores.add((1 - share) * group.score(item, cheap) + share * group.score(item, dear));
            costs.add((1 - share) * group.cost(item, cheap) + share * group.cost(item, dear));
        }
        return new Strategy("random mix", scores, costs, null);
    }
}
