package dev.signalbox.router.domain.evaluation;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a route class can be expected to give: what the decision expected, corrected by the outcomes seen,
 * (k x expected + sum of outcomes) / (k + outcomes). Remembers a bounded number of classes; others are not corrected.
 */
final class OutcomeModel {

    /** What was expected weighs as much as so many outcomes. */
    static final double WEIGHT = 10;

    private static final int MOST_CLASSES = 20_000;

    private final Map<String, Cell> cells = new HashMap<>();

    /** A route class: its outcomes, and by how much more the new policy takes it than the old one did. */
    private static final class Cell {
        final Mean outcomes = new Mean();
        double mass;
        double expectedMass;
        double targetMass;
    }

    double predict(String routeClass, double expected) {
        Cell cell = cells.get(routeClass);
        return cell == null ? expected : corrected(cell, expected, 1);
    }

    void learn(String routeClass, double outcome) {
        Cell cell = cell(routeClass);
        if (cell != null) {
            cell.outcomes.add(outcome);
        }
    }

    /** Counts that the new policy takes the class with this probability more than the old one. */
    void shift(String routeClass, double target, double more, double expected) {
        Cell cell = cell(routeClass);
        if (cell != null) {
            cell.mass += more;
            cell.expectedMass += more * expected;
            cell.targetMass += target;
        }
    }

    /** The sum over all shifts of (probability x prediction), with what is known now. */
    double shifted() {
        double sum = 0;
        for (Cell cell : cells.values()) {
            sum += corrected(cell, cell.expectedMass, cell.mass);
        }
        return sum;
    }

    /** Variance of {@link #shifted} that comes from the finite number of outcomes of each class. */
    double shiftedVariance() {
        double sum = 0;
        for (Cell cell : cells.values()) {
            long outcomes = cell.outcomes.count();
            double ofMean = outcomes < 2 ? 0 : cell.outcomes.variance() * outcomes / square(WEIGHT + outcomes);
            sum += square(cell.mass) * ofMean;
        }
        return sum;
    }

    /** Share of what the new policy takes that is in classes without any outcome: there it is an assumption only. */
    double assumed() {
        double without = 0;
        double all = 0;
        for (Cell cell : cells.values()) {
            all += cell.targetMass;
            without += cell.outcomes.count() == 0 ? cell.targetMass : 0;
        }
        return all == 0 ? 0 : without / all;
    }

    private static double corrected(Cell cell, double expected, double mass) {
        long outcomes = cell.outcomes.count();
        return (WEIGHT * expected + mass * outcomes * cell.outcomes.value()) / (WEIGHT + outcomes);
    }

    private @Nullable Cell cell(String routeClass) {
        Cell cell = cells.get(routeClass);
        if (cell == null && cells.size() < MOST_CLASSES) {
            cell = new Cell();
            cells.put(routeClass, cell);
        }
        return cell;
    }

    private static double square(double value) {
        return value * value;
    }
}
