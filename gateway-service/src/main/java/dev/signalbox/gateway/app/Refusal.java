package dev.signalbox.gateway.app;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.problem.ProblemType;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ends a use case with a problem for the client. Carries no stack trace: it says what the client did, not where. */
public final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * One thing that is wrong.
     *
     * @param field where: a JSON pointer into the body, or the name of a parameter
     * @param message what is wrong and what is allowed
     */
    public record FieldError(String field, String message) {}

    private final ProblemType type;
    private final transient List<FieldError> errors;
    private final transient Map<String, Object> members;

    private Refusal(
            ProblemType type,
            String detail,
            List<FieldError> errors,
            Map<String, Object> members,
            @Nullable Throwable cause) {
        super(detail, cause, false, false);
        this.type = type;
        this.errors = List.copyOf(errors);
        this.members = Map.copyOf(members);
    }

    public static Refusal of(ProblemType type, String detail) {
        return new Refusal(type, detail, List.of(), Map.of(), null);
    }

    public static Refusal of(ProblemType type, String detail, List<FieldError> errors) {
        return new Refusal(type, detail, errors, Map.of(), null);
    }

    /** With further members of the problem, by name: the limit that was passed, say. */
    public static Refusal of(ProblemType type, String detail, List<FieldError> errors, Map<String, Object> members) {
        return new Refusal(type, detail, errors, members, null);
    }

    /** Something that is needed did not answer; the cause is for the log. */
    public static Refusal unavailable(String detail, Throwable cause) {
        return new Refusal(ProblemType.UNAVAILABLE, detail, List.of(), Map.of(), cause);
    }

    public static Refusal unknownTask(TaskId taskId) {
        return of(ProblemType.NOT_FOUND, "there is no task " + taskId);
    }

    public ProblemType type() {
        return type;
    }

    public String detail() {
        return String.valueOf(getMessage());
    }

    public List<FieldError> errors() {
        return errors;
    }

    public Map<String, Object> members() {
        return members;
    }
}
