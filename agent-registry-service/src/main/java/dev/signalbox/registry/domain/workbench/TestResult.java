package dev.signalbox.registry.domain.workbench;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import org.jspecify.annotations.Nullable;

/**
 * A test of a version and what came of it.
 *
 * @param index place in the specification, from 0
 * @param label for people
 * @param tries how often it was run
 * @param task the last task; absent where none was needed
 * @param verdict what came of it
 * @param because in words
 * @param cost of all its tasks
 */
public record TestResult(
        int index, String label, int tries, @Nullable TaskId task, Verdict verdict, String because, Money cost) {

    /** What came of a test. */
    public enum Verdict {
        RUNNING,
        PASSED,
        FAILED,
        SKIPPED
    }

    TestResult ended(Verdict how, String why, Money spent) {
        return new TestResult(index, label, tries, task, how, why, cost.plus(spent));
    }

    TestResult again(TaskId next, String why, Money spent) {
        return new TestResult(index, label, tries + 1, next, Verdict.RUNNING, why, cost.plus(spent));
    }
}
