package dev.signalbox.contracts.approval;

/** How far a granted permission reaches. */
public enum ApprovalScope {
    /** For what asked, and for nothing else. */
    ONCE,
    /** From now on: a proposed agent is made and deployed. */
    PERMANENTLY
}
