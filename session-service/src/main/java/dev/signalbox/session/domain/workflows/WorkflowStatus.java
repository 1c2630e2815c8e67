package dev.signalbox.session.domain.workflows;

import java.util.Locale;

/** Where a workflow is. */
public enum WorkflowStatus {
    /** A plan is being made. */
    PLANNING,
    /** A model looks for gaps in the plan. */
    CHECKING,
    /** The agents are being made. */
    GENERATING,
    /** What it will cost is being asked. */
    QUOTING,
    AWAITING_APPROVAL,
    RUNNING,
    /** What runs goes on to its end, nothing new begins. */
    PAUSED,
    COMPLETED,
    FAILED,
    CANCELLED,
    /** A human refused the quote, or the budget does not allow it. */
    REFUSED,
    /** Nobody decided about the quote in time. */
    EXPIRED;

    /** Whether nothing more happens unless somebody asks for it. */
    public boolean ended() {
        return switch (this) {
            case COMPLETED, FAILED, CANCELLED, REFUSED, EXPIRED -> true;
            case PLANNING, CHECKING, GENERATING, QUOTING, AWAITING_APPROVAL, RUNNING, PAUSED -> false;
        };
    }

    /** As it is written in JSON. */
    public String lower() {
        return name().toLowerCase(Locale.ROOT);
    }
}
