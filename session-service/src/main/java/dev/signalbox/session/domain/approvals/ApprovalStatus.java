package dev.signalbox.session.domain.approvals;

/** Where an approval is in its life. */
public enum ApprovalStatus {
    /** A human is asked. */
    PENDING,
    GRANTED,
    REFUSED,
    /** Nobody decided in time. */
    EXPIRED,
    /** What asked for it no longer does. */
    WITHDRAWN
}
