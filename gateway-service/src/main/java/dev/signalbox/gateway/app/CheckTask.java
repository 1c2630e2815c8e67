package dev.signalbox.gateway.app;

import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.task.TaskLimits;
import dev.signalbox.contracts.task.TaskLimits.Violation;
import dev.signalbox.contracts.task.TaskSpec;
import dev.signalbox.gateway.app.Refusal.FieldError;
import java.util.List;

/** Holds a task against {@link TaskLimits}. */
public final class CheckTask {

    private CheckTask() {}

    /** Throws a {@link Refusal} that names everything that is wrong, and the limit where one was passed. */
    public static void refuseInvalid(TaskSpec task) {
        List<Violation> violations = TaskLimits.violations(task);
        if (!violations.isEmpty()) {
            refuse(violations, ProblemType.INVALID_TASK);
        }
    }

    /**
     * Throws the {@link Refusal} of these.
     *
     * @param invalid what kind of problem it is where no limit of size was passed
     */
    static void refuse(List<Violation> violations, ProblemType invalid) {
        List<FieldError> errors = violations.stream()
                .map(violation -> new FieldError(violation.field(), violation.message()))
                .toList();
        Violation first =
                violations.stream().filter(Violation::tooLarge).findFirst().orElse(violations.getFirst());
        ProblemType type = first.tooLarge() ? ProblemType.TOO_LARGE : invalid;
        throw Refusal.of(type, (first.field() + " " + first.message()).strip(), errors);
    }
}
