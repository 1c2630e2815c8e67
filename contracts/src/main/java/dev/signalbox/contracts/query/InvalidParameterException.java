package dev.signalbox.contracts.query;

import dev.signalbox.contracts.problem.ProblemType;
import java.util.List;

/** A query parameter is unknown or malformed. Carries no stack trace: it says what the client did, not where. */
public final class InvalidParameterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient InvalidParameter problem;

    InvalidParameterException(String parameter, String detail, List<String> known) {
        super(detail, null, false, false);
        ProblemType type = ProblemType.INVALID_PARAMETER;
        this.problem = new InvalidParameter(type.uri(), type.title(), type.status(), detail, parameter, known);
    }

    /** As it is answered. */
    public InvalidParameter problem() {
        return problem;
    }
}
