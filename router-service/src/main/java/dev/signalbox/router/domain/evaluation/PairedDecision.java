package dev.signalbox.router.domain.evaluation;

import java.util.List;

/**
 * What a recorded decision and another policy make of the same input.
 *
 * @param options the routes that either of them could take
 * @param taken index of the route that was taken
 * @param chosen index of the route that the other policy takes; {@link #NONE} where it finds none
 */
public record PairedDecision(List<Option> options, int taken, int chosen) {

    /** No route. */
    public static final int NONE = -1;

    /**
     * A route that could be taken.
     *
     * @param routeClass by which outcomes are counted: task class, backend, tier and model
     * @param logging probability with which the recorded decision took it
     * @param target probability with which the other policy takes it
     * @param success probability that the first attempt succeeds, as expected when it was decided
     * @param cost in dollars expected of the task, with what follows when the first attempt fails
     */
    public record Option(String routeClass, double logging, double target, double success, double cost) {}

    public PairedDecision {
        options = List.copyOf(options);
        if (taken < 0 || taken >= options.size() || chosen < NONE || chosen >= options.size()) {
            throw new IllegalArgumentException("no such option: " + taken + " or " + chosen);
        }
    }

    public boolean changed() {
        return taken != chosen;
    }

    /**
     * Probability with which the recorded decision took an option, for the mean over what it could have taken; where only
     * the route taken is known with its probability, that one alone counts.
     */
    double logged(int option) {
        double all = 0;
        for (Option one : options) {
            all += one.logging();
        }
        return Math.abs(all - 1) < 1e-6 ? options.get(option).logging() : option == taken ? 1 : 0;
    }

    double leastCost() {
        double least = Double.POSITIVE_INFINITY;
        for (Option option : options) {
            least = Math.min(least, option.cost());
        }
        return least;
    }

    /** Probability with which the other policy takes a route that the recorded decision could not have taken. */
    double uncovered() {
        double uncovered = 0;
        for (Option option : options) {
            uncovered += option.logging() > 0 ? 0 : option.target();
        }
        return uncovered;
    }
}
