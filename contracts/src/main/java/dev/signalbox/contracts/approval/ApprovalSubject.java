package dev.signalbox.contracts.approval;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.WorkflowId;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the decision; what does not apply is absent.
 *
 * @param taskId the task that waits
 * @param attempt the attempt that asks
 * @param questionId the question behind a tool call, to be answered
 * @param sessionId the session that the task belongs to
 * @param workflowId the workflow that waits
 * @param agentId the agent that asks
 */
public record ApprovalSubject(
        @Nullable TaskId taskId,
        @Nullable Integer attempt,
        @Nullable String questionId,
        @Nullable SessionId sessionId,
        @Nullable WorkflowId workflowId,
        @Nullable AgentId agentId) {

    /** A task that waits for an agent. */
    public static ApprovalSubject task(TaskId task, int attempt, @Nullable SessionId session) {
        return new ApprovalSubject(task, attempt, null, session, null, null);
    }

    /** A workflow that waits to be started. */
    public static ApprovalSubject workflow(WorkflowId workflow) {
        return new ApprovalSubject(null, null, null, null, workflow, null);
    }

    /** Nothing waits. */
    public static ApprovalSubject nothing() {
        return new ApprovalSubject(null, null, null, null, null, null);
    }
}
