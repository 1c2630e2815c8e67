package dev.signalbox.contracts.event;

/** Where a task is in its life. */
public enum TaskStatus {
    /** Accepted, not yet with a backend. */
    QUEUED,
    /** Waits for a human's permission. */
    AWAITING_APPROVAL,
    /** Sent to a backend, no worker has it yet. */
    DISPATCHED,
    RUNNING,
    /** Waits for its next attempt. */
    RETRYING,
    /** Being stopped. */
    CANCELLING,
    SUCCEEDED,
    FAILED,
    CANCELLED;

    public boolean ended() {
        return this == SUCCEEDED || this == FAILED || this == CANCELLED;
    }
}
