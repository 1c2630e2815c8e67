package dev.signalbox.registry.app;

import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.problem.ProblemType;
import java.util.Map;

/** A request that cannot be fulfilled, with the problem that the client is told. */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public Refused(Problem problem) {
        super(problem.title() + ": " + problem.detail(), null, false, false);
        this.problem = problem;
    }

    public Refused(ProblemType type, String detail) {
        this(type.because(detail));
    }

    public Refused(ProblemType type, String detail, Map<String, String> extensions) {
        this(type.because(detail, extensions));
    }

    public Problem problem() {
        return problem;
    }
}
