package dev.signalbox.session.app.workflows;

import dev.signalbox.contracts.WorkflowId;
import dev.signalbox.session.domain.workflows.WorkflowStatus;

/** Counts what happens to workflows. */
public interface WorkflowObserver {

    /** A workflow is in another status. */
    void entered(WorkflowId id, WorkflowStatus status);

    /** A try of a step ended, see {@code Step.Try}. */
    void tried(WorkflowId id, String outcome);
}
