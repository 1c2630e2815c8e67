package dev.signalbox.session.app.sessions;

/** What is counted of sessions. */
public interface SessionMeters {

    /** How it is now. */
    void sizes(int sessions, int agents, double heldGib);

    /** A session ended. */
    void ended(String reason);

    /** Sandboxes were held for nobody. */
    void orphans(int holds);
}
