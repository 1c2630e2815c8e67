package dev.signalbox.registry.domain.workbench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.event.TaskEnded;
import dev.signalbox.contracts.event.TaskResult;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import org.jspecify.annotations.Nullable;

/**
 * The end of a task of the workbench.
 *
 * @param completed whether it did what was asked
 * @param exitCode of a program
 * @param text what an agent answered, or a program wrote
 * @param structured an answer by a schema
 * @param problem why it did not complete
 * @param cost of all its attempts
 */
public record TaskEnd(
        TaskId task,
        boolean completed,
        @Nullable Integer exitCode,
        String text,
        @Nullable JsonNode structured,
        @Nullable Problem problem,
        Money cost) {

    /** Reads the event. */
    public static TaskEnd of(TaskEnded ended) {
        TaskResult result = ended.result();
        return new TaskEnd(
                ended.taskId(),
                result.status() == TaskStatus.SUCCEEDED,
                result.exitCode(),
                result.answer() == null
                        ? result.stdout().text()
                        : result.answer().text(),
                result.answer() == null ? null : result.answer().structured(),
                result.problem(),
                result.cost().total());
    }

    /** Whether it failed for this reason. */
    boolean failedBy(ProblemType type) {
        return problem != null && problem.type().equals(type.uri());
    }

    /** Why it did not complete, for people. */
    String why() {
        if (problem == null) {
            return completed ? "it completed" : "its task failed";
        }
        return problem.title() + (problem.detail() == null ? "" : ": " + problem.detail());
    }
}
