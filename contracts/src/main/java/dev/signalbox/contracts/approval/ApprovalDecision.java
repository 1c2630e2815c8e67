package dev.signalbox.contracts.approval;

/** How something was decided. */
public enum ApprovalDecision {
    GRANTED,
    REFUSED,
    /** Nobody decided in time. */
    EXPIRED,
    /** What asked for it no longer does. */
    WITHDRAWN
}
