package dev.signalbox.session.domain.workflows;

import dev.signalbox.contracts.Money;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client wants done.
 *
 * @param goal in words
 * @param constraints what must hold of the result or the way to it
 * @param budget most that planning and work may cost together; the service's default when absent
 * @param timeout longest time from the approval to the end; the service's default when absent
 * @param parallel most steps at once; the service's default when absent, which is also the most
 */
public record WorkflowRequest(
        String goal,
        List<String> constraints,
        @Nullable Money budget,
        @Nullable Duration timeout,
        @Nullable Integer parallel) {

    @SuppressWarnings("NullAway") // absent in JSON arrives as null
    public WorkflowRequest {
        goal = goal == null ? "" : goal.strip();
        constraints = constraints == null ? List.of() : List.copyOf(constraints);
    }

    /** Contents stay out of logs. */
    @Override
    public String toString() {
        return "WorkflowRequest[" + goal.length() + " characters]";
    }
}
