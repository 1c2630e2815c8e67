package dev.signalbox.session.app.workflows;

import dev.signalbox.session.domain.workflows.WorkflowRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The sizes that a workflow may have. */
final class RequestCheck {

    private static final int GOAL_BYTES = 64 * 1024;
    private static final int CONSTRAINTS = 50;
    private static final int CONSTRAINT_BYTES = 4 * 1024;
    private static final int MOST_PARALLEL = 20;
    private static final Duration LONGEST = Duration.ofDays(30);

    private RequestCheck() {}

    /** What is wrong, each beginning with a JSON pointer; empty when nothing is. */
    static List<String> problems(WorkflowRequest request) {
        List<String> problems = new ArrayList<>();
        if (request.goal().isBlank()) {
            problems.add("/goal is missing: what is to be done, in words");
        }
        if (bytes(request.goal()) > GOAL_BYTES) {
            problems.add("/goal has more than " + GOAL_BYTES + " bytes");
        }
        if (request.constraints().size() > CONSTRAINTS
                || request.constraints().stream().anyMatch(one -> bytes(one) > CONSTRAINT_BYTES)) {
            problems.add("/constraints are at most " + CONSTRAINTS + " of at most " + CONSTRAINT_BYTES + " bytes");
        }
        if (request.budget() != null && request.budget().usd().signum() <= 0) {
            problems.add("/budget is more than nothing");
        }
        Duration timeout = request.timeout();
        if (timeout != null && (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0)) {
            problems.add("/timeout is more than nothing and at most 30 days");
        }
        Integer parallel = request.parallel();
        if (parallel != null && (parallel < 1 || parallel > MOST_PARALLEL)) {
            problems.add("/parallel is 1 to " + MOST_PARALLEL);
        }
        return problems;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
