package dev.signalbox.session.domain.workflows;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a workflow is in its trace: what outlives a restart. Places are texts of trace context.
 *
 * @param begun where it began; all of it goes on from there
 * @param ended where the last task of each step ended, by the step's id
 */
public record WorkflowTrace(String begun, Map<String, String> ended) {

    @SuppressWarnings("NullAway") // absent in JSON arrives as null
    public WorkflowTrace {
        ended = ended == null ? Map.of() : Map.copyOf(ended);
    }

    /** A workflow that has just begun there; null where no trace is known. */
    public static @Nullable WorkflowTrace at(@Nullable String begun) {
        return begun == null ? null : new WorkflowTrace(begun, Map.of());
    }

    /** A task of the step ended there. */
    public WorkflowTrace ended(String step, String place) {
        Map<String, String> more = new HashMap<>(ended);
        more.put(step, place);
        return new WorkflowTrace(begun, more);
    }
}
