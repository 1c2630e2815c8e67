package dev.signalbox.session.app.sessions;

import java.util.Map;

/** What is counted of sessions. */
public interface SessionMeters {

    /** How it is now. */
    void sizes(int sessions, int agents, double heldGib);

    /** How many sandboxes sessions want held, by backend. */
    default void holds(Map<String, Long> wanted) {}

    /** A session ended. */
    void ended(String reason);

    /** Sandboxes were held for nobody. */
    void orphans(int holds);
}
