package dev.signalbox.contracts.task;

import dev.signalbox.contracts.ApprovalId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.approval.ApprovalDecision;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a task waited for was decided. On {@code task-commands}, keyed by task; written by session-service when a human
 * decided in the inbox.
 *
 * @param taskId the task that waits
 * @param attempt the attempt that waits
 * @param approvalId what was decided
 * @param decision how
 * @param agent the agent that the task may use from now on; absent where none was granted
 * @param decidedBy who
 * @param comment what they said
 * @param decidedAt when
 */
public record DecideApproval(
        TaskId taskId,
        int attempt,
        ApprovalId approvalId,
        ApprovalDecision decision,
        @Nullable AgentDeployed agent,
        @Nullable String decidedBy,
        @Nullable String comment,
        Instant decidedAt) {}
