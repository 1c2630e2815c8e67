package dev.signalbox.session.app.approvals;

import dev.signalbox.contracts.problem.Problem;

/** What was asked for is not done. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public RefusedException(Problem problem) {
        super(problem.detail());
        this.problem = problem;
    }

    /** Why not. */
    public Problem problem() {
        return problem;
    }
}
