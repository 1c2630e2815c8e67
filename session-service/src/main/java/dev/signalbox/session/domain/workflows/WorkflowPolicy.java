package dev.signalbox.session.domain.workflows;

import dev.signalbox.contracts.Money;
import java.time.Duration;

/**
 * Bounds of workflows.
 *
 * @param planTries most plans, and most teams, that are made of one goal
 * @param stepRetries most further tries of a step
 * @param parallel most steps of a workflow at once
 * @param budget of a workflow that names none
 * @param timeout from approval to end of a workflow that names none
 * @param approvalExpiry how long a quote waits for a human
 * @param drift by which share the expected cost may have grown between quote and approval
 * @param reviewPasses how likely a review passes: what quotes count further tries by
 * @param checkPlans whether a model looks for gaps in plans, beside the check of their form
 * @param keptStepBytes most bytes of files that are kept of one step, in base64
 * @param keptBytes most bytes of files that are kept of a workflow, in base64
 */
public record WorkflowPolicy(
        int planTries,
        int stepRetries,
        int parallel,
        Money budget,
        Duration timeout,
        Duration approvalExpiry,
        double drift,
        double reviewPasses,
        boolean checkPlans,
        int keptStepBytes,
        int keptBytes) {

    public static final WorkflowPolicy DEFAULT = new WorkflowPolicy(
            3,
            2,
            4,
            Money.of("10"),
            Duration.ofHours(24),
            Duration.ofHours(24),
            0.2,
            0.8,
            true,
            512 * 1024,
            3 * 1024 * 1024);

    public WorkflowPolicy {
        if (planTries < 1 || stepRetries < 0 || parallel < 1 || drift < 0 || reviewPasses <= 0 || reviewPasses > 1) {
            throw new IllegalArgumentException("tries are at least 1, shares 0 to 1: " + planTries + ", " + stepRetries
                    + ", " + parallel + ", " + drift + ", " + reviewPasses);
        }
    }
}
