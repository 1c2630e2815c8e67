package dev.signalbox.session.domain.sessions;

import dev.signalbox.contracts.session.SessionEvent;
import dev.signalbox.contracts.session.SessionMessageSent;
import dev.signalbox.contracts.session.SessionStarted;
import java.util.ArrayList;
import java.util.List;

/** A session while it is being changed: the document and what happened so far. */
final class Draft {

    /** Most events that are kept with the session; all of them are on the topic. */
    private static final int KEPT = 200;

    private static final int KEPT_CHARACTERS = 300;

    private final long first;
    private final List<SessionEvent> events = new ArrayList<>();
    private SessionDocument document;

    Draft(SessionDocument document) {
        this.document = document;
        this.first = document.history().sequence() + 1;
    }

    SessionDocument document() {
        return document;
    }

    void put(SessionDocument next) {
        document = next;
    }

    void tell(SessionEvent event) {
        events.add(event);
        List<SessionEvent> kept = new ArrayList<>(document.history().events());
        kept.add(shortened(event));
        document = document.with(new SessionDocument.History(
                document.history().sequence() + 1,
                document.history().messages() + (event instanceof SessionMessageSent ? 1 : 0),
                kept.size() > KEPT ? kept.subList(kept.size() - KEPT, kept.size()) : kept));
    }

    /** The document is written whenever something changes: long texts have their place elsewhere. */
    private static SessionEvent shortened(SessionEvent event) {
        return switch (event) {
            case SessionStarted started ->
                new SessionStarted(
                        started.sessionId(),
                        started.tenant(),
                        shortened(started.taskDescription()),
                        started.taskType(),
                        started.complexity(),
                        started.roles(),
                        started.timesOutAt(),
                        started.at());
            case SessionMessageSent sent ->
                new SessionMessageSent(
                        sent.sessionId(),
                        sent.tenant(),
                        sent.messageId(),
                        sent.from(),
                        sent.to(),
                        shortened(sent.text()),
                        sent.at());
            default -> event;
        };
    }

    private static String shortened(String text) {
        return text.length() <= KEPT_CHARACTERS ? text : text.substring(0, KEPT_CHARACTERS) + "...";
    }

    Ruling.Changed done() {
        return new Ruling.Changed(document, first, events);
    }
}
