package dev.signalbox.contracts.workflow;

import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.WorkflowId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A workflow went on. On {@code session-events}, keyed by workflow.
 *
 * @param workflowId the workflow
 * @param tenant whose it is
 * @param sequence counts the events of the workflow from 1
 * @param status where it is, in lower case
 * @param step the step that it is about; absent where it is about the whole
 * @param agent name of the agent that works on it; absent where none does
 * @param message what happens, in words: "Frontend Expert is creating React components"
 * @param done steps that are finished
 * @param of steps there are; 0 before that is known
 * @param at when
 */
public record WorkflowProgressed(
        WorkflowId workflowId,
        TenantId tenant,
        long sequence,
        String status,
        @Nullable String step,
        @Nullable String agent,
        String message,
        int done,
        int of,
        Instant at) {}
