package dev.signalbox.session.domain.sessions;

import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.session.SessionEvent;
import java.util.List;

/** What a session says to what somebody wants of it. */
public sealed interface Ruling {

    /**
     * It is so from now on.
     *
     * @param firstEvent number of the first of the events within the session
     */
    record Changed(SessionDocument document, long firstEvent, List<SessionEvent> events) implements Ruling {
        public Changed {
            events = List.copyOf(events);
        }
    }

    /** It is not allowed. */
    record Refused(Problem problem) implements Ruling {}
}
