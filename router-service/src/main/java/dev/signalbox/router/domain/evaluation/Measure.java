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
        double expected(Option option) {
            return option.cost();
        }
    },
    /** Share of tasks whose first attempt succeeds. */
    SUCCESS {
        @Override
        double of(Outcome outcome) {
            return outcome.success() ? 1 : 0;
        }

        @Override
        double expected(Option option) {
            return option.success();
        }
    };

    abstract double of(Outcome outcome);

    abstract double expected(Option option);
}
