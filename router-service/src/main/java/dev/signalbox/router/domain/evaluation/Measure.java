package dev.signalbox.router.domain.evaluation;

import dev.signalbox.router.domain.evaluation.PairedDecision.Option;

/** What is estimated of a policy, for each task. */
public enum Measure {
    /** Dollars for a task, all attempts. */
    COST {
        @Override
        double of(Outcome outcome) {
            return outcome.cost();
        }

        @Override
        double expected(Option option, double least) {
            return option.cost();
        }
    },
    /** Dollars for a task above what the cheapest route that would have succeeded costs. */
    REGRET {
        @Override
        double of(Outcome outcome) {
            return outcome.regret();
        }

        @Override
        double expected(Option option, double least) {
            return option.cost() - least;
        }
    },
    /** Share of tasks whose first attempt succeeds. */
    SUCCESS {
        @Override
        double of(Outcome outcome) {
            return outcome.success() ? 1 : 0;
        }

        @Override
        double expected(Option option, double least) {
            return option.success();
        }
    };

    abstract double of(Outcome outcome);

    /**
     * What the decision expected of a route.
     *
     * @param least cost of the cheapest route
     */
    abstract double expected(Option option, double least);
}
