package dev.signalbox.session.app.documents;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** Tells the parts which of their documents are due. */
public final class DocumentClock {

    private static final System.Logger LOG = System.getLogger(DocumentClock.class.getName());
    private static final int MOST = 200;

    private final DueIds due;
    private final List<DueDocuments> parts;
    private final Clock clock;

    public DocumentClock(DueIds due, List<DueDocuments> parts, Clock clock) {
        this.due = due;
        this.parts = parts;
        this.clock = clock;
    }

    /** One look at all kinds; a document that fails does not hold up the others. */
    public void tick() {
        Instant now = clock.instant();
        for (DueDocuments part : parts) {
            for (String id : due.due(part.kind(), now, MOST)) {
                try {
                    part.due(id, now);
                } catch (RuntimeException e) {
                    LOG.log(System.Logger.Level.ERROR, part.kind() + " " + id + " was due and failed", e);
                }
            }
        }
    }
}
