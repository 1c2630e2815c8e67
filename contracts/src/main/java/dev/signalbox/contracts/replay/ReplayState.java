package dev.signalbox.contracts.replay;

/** How far a replay is. */
public enum ReplayState {
    /** Another one runs first. */
    QUEUED,
    RUNNING,
    DONE,
    FAILED,
    CANCELLED,
    /** The instance that ran it says nothing any more; ask for it again. */
    LOST;

    public boolean ended() {
        return this != QUEUED && this != RUNNING;
    }
}
