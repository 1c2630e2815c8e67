package dev.signalbox.contracts.event;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.approval.ApprovalRequested;
import java.time.Instant;

/**
 * The task waits for a human's permission. Decide with {@code POST /v1/approvals/{id}/decision}.
 *
 * @param attempt that waits to be routed
 * @param approval what is asked
 */
public record TaskAwaitingApproval(TaskId taskId, int attempt, ApprovalRequested approval, Instant at)
        implements TaskEvent {}
