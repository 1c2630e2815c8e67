package dev.signalbox.contracts.audit;

/** How far an act had come when it was recorded. */
public enum AuditPhase {
    /** It is about to be done: recorded before anything happens. What has no later record has an unknown end. */
    ASKED,
    /** It was done. */
    DONE,
    /** It was not done, because it may not or cannot be. */
    REFUSED,
    /** It went wrong on our side, and part of it may have been done. */
    FAILED
}
