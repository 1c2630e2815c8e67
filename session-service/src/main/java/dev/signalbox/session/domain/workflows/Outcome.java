package dev.signalbox.session.domain.workflows;

import dev.signalbox.contracts.problem.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an input makes of a workflow.
 *
 * @param workflow as it is from now on; the same as before where nothing changed
 * @param effects what follows
 * @param problem why a command was refused; absent when it was not
 */
public record Outcome(
        Workflow workflow, List<Effect> effects, @Nullable Problem problem) {

    public Outcome {
        effects = List.copyOf(effects);
    }

    /** The same with the workflow at another place of its trace. */
    public Outcome traced(@Nullable WorkflowTrace place) {
        return new Outcome(workflow.traced(place), effects, problem);
    }

    static Outcome of(Draft draft) {
        return new Outcome(draft.build(), draft.effects, null);
    }

    static Outcome nothing(Workflow workflow) {
        return new Outcome(workflow, List.of(), null);
    }

    static Outcome refused(Workflow workflow, Problem problem) {
        return new Outcome(workflow, List.of(), problem);
    }
}
