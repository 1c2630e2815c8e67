package dev.signalbox.benchmarks.load;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Something that takes tasks and says when each has ended. */
interface Target extends AutoCloseable {

    /**
     * How a task ended.
     *
     * @param problem why it did not succeed; absent when it did
     */
    record Outcome(@Nullable String problem) {

        static final Outcome SUCCEEDED = new Outcome(null);

        static Outcome failed(String problem) {
            return new Outcome(problem);
        }

        boolean succeeded() {
            return problem == null;
        }
    }

    /** Told once for each task, on a thread of the target: do not block there. */
    @FunctionalInterface
    interface Ending {
        void ended(Outcome outcome);
    }

    /** Begins one task. Never tells of a success before it returns. */
    void submit(Ending ending);

    /** The tasks that were accepted so far, for {@link Audit}; empty where there is nothing to audit. */
    Collection<String> accepted();

    @Override
    void close();
}
