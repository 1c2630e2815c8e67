package dev.signalbox.session.domain.workflows;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.approval.ApprovalRequested;
import dev.signalbox.contracts.approval.ApprovalWithdrawn;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.workflow.WorkflowProgressed;

/** What follows from a change of a workflow. */
public sealed interface Effect {

    /** A task is to be done. */
    record Request(TaskId taskId, TaskRequested task) implements Effect {}

    /** A task is no longer wanted. */
    record Stop(TaskId taskId, String reason) implements Effect {}

    /** A human is asked. */
    record Ask(ApprovalRequested approval) implements Effect {}

    /** A human is asked no longer. */
    record Withdraw(ApprovalWithdrawn approval) implements Effect {}

    /** It is told in words. */
    record Tell(WorkflowProgressed event) implements Effect {}

    /** It is counted: the workflow is in another status. */
    record Entered(WorkflowStatus status) implements Effect {}

    /** It is counted: a try of a step ended. */
    record Tried(String outcome) implements Effect {}
}
