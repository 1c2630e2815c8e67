package dev.signalbox.session.app.workflows;

import dev.signalbox.contracts.WorkflowId;
import dev.signalbox.contracts.approval.ApprovalDecided;
import dev.signalbox.contracts.approval.ApprovalKind;
import dev.signalbox.contracts.event.TaskEnded;
import dev.signalbox.contracts.kafka.Envelope;
import dev.signalbox.session.app.documents.EventListener;
import dev.signalbox.session.domain.workflows.WorkflowLifecycle;
import dev.signalbox.session.domain.workflows.WorkflowPolicy;

/** Takes in what workflows wait for: ends of their tasks, and decisions about their quotes. */
public final class FollowTasks implements EventListener {

    private static final String TASK = "wf:";
    private static final String QUOTE = ":quote:";

    private final StoredWorkflows workflows;
    private final WorkflowPolicy policy;

    public FollowTasks(StoredWorkflows workflows, WorkflowPolicy policy) {
        this.workflows = workflows;
        this.policy = policy;
    }

    @Override
    public boolean wants(Class<?> body, String key) {
        return key.startsWith(TASK) && TaskEnded.class.isAssignableFrom(body)
                || body == ApprovalDecided.class && key.contains(QUOTE);
    }

    @Override
    public void happened(String topic, Envelope envelope) {
        switch (envelope.body()) {
            case TaskEnded ended -> {
                String task = ended.taskId().value();
                int end = task.indexOf(':', TASK.length());
                if (end > TASK.length()) {
                    WorkflowId id = new WorkflowId(task.substring(TASK.length(), end));
                    var unused = workflows.change(
                            id, (workflow, now) -> WorkflowLifecycle.ended(workflow, ended, policy, now));
                }
            }
            case ApprovalDecided decided
            when decided.kind() == ApprovalKind.WORKFLOW_QUOTE -> {
                WorkflowId id = decided.subject().workflowId();
                if (id != null) {
                    var unused = workflows.change(
                            id,
                            (workflow, now) -> workflow.tenant().equals(decided.tenant())
                                    ? WorkflowLifecycle.decided(workflow, decided, policy, now)
                                    : new dev.signalbox.session.domain.workflows.Outcome(
                                            workflow, java.util.List.of(), null));
                }
            }
            default -> {
                // Wanted by nobody here.
            }
        }
    }
}
