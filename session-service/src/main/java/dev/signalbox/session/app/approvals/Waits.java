package dev.signalbox.session.app.approvals;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.WorkflowId;
import dev.signalbox.contracts.telemetry.Semantics;
import dev.signalbox.contracts.telemetry.Step;
import dev.signalbox.contracts.telemetry.Tracing;
import dev.signalbox.session.domain.approvals.Approval;
import java.util.Locale;
import java.util.Objects;

/**
 * Spans of waiting for humans. Nobody keeps one while it is waited: it is told when the wait is over, and begins when the
 * row says.
 */
final class Waits {

    private final Tracing tracing;

    Waits(Tracing tracing) {
        this.tracing = tracing;
    }

    /** A part of what asked, linked to what is done about it. */
    Step waited(Approval approval, Step by) {
        String place = approval.trace() == null ? by.trace() : approval.trace();
        WorkflowId workflow = approval.subject().workflowId();
        TaskId task = approval.subject().taskId();
        Step waited = tracing.happening(
                        Semantics.AWAIT_APPROVAL, "approval " + approval.approvalId(), place, approval.requestedAt())
                .with(Semantics.APPROVAL_ID, approval.approvalId().value())
                .with(Semantics.APPROVAL_KIND, approval.kind().name().toLowerCase(Locale.ROOT))
                .with(Semantics.WORKFLOW_ID, workflow == null ? null : workflow.value())
                .with(Semantics.TASK_ID, task == null ? null : task.value());
        return Objects.equals(place, by.trace()) ? waited : waited.after(by.context());
    }
}
