package dev.signalbox.session.domain.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.event.TaskResult;
import dev.signalbox.contracts.event.TaskStatus;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The end of a task, as workflows look at it. */
record Ended(TaskId taskId, TaskResult result) {

    boolean succeeded() {
        return result.status() == TaskStatus.SUCCEEDED;
    }

    Money cost() {
        return result.cost().total();
    }

    @Nullable
    JsonNode structured() {
        return result.answer() == null ? null : result.answer().structured();
    }

    boolean is(ProblemType... types) {
        Problem problem = result.problem();
        return problem != null
                && Arrays.stream(types).anyMatch(type -> type.uri().equals(problem.type()));
    }

    /** There is nobody to think. */
    boolean withoutModel() {
        return is(ProblemType.NO_MODEL_PROVIDER, ProblemType.NO_ROUTE, ProblemType.NO_AGENT, ProblemType.MODEL_FAILED);
    }

    /** Another try would end in the same way. */
    boolean hopeless() {
        return is(
                ProblemType.NO_MODEL_PROVIDER,
                ProblemType.NO_ROUTE,
                ProblemType.NO_AGENT,
                ProblemType.BUDGET_EXCEEDED,
                ProblemType.SESSION_ENDED,
                ProblemType.APPROVAL_REFUSED,
                ProblemType.APPROVAL_EXPIRED,
                ProblemType.CANCELLED,
                ProblemType.INVALID_TASK);
    }

    String why() {
        Problem problem = result.problem();
        if (problem == null) {
            return "it ended as " + result.status().name().toLowerCase(java.util.Locale.ROOT);
        }
        return problem.title() + (problem.detail() == null ? "" : ": " + problem.detail());
    }
}
