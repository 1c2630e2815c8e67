package dev.signalbox.session.app.sessions;

import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.problem.ProblemType;
import dev.signalbox.contracts.task.CancelTask;
import dev.signalbox.session.app.RefusedException;
import dev.signalbox.session.app.documents.Changed;
import dev.signalbox.session.app.documents.Documents;
import dev.signalbox.session.app.documents.Publication;
import dev.signalbox.session.app.documents.Stored;
import dev.signalbox.session.domain.sessions.Ruling;
import dev.signalbox.session.domain.sessions.SessionDocument;
import dev.signalbox.session.domain.sessions.SessionTimes;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Sessions as documents: a ruling is stored with its events in one transaction. */
public final class StoredSessions {

    private static final String ACTIVE = "active";
    private static final String ENDED = "ended";

    private final Documents<SessionDocument> documents;
    private final SessionTimes times;
    private final Clock clock;

    public StoredSessions(Documents<SessionDocument> documents, SessionTimes times, Clock clock) {
        this.documents = documents;
        this.times = times;
        this.clock = clock;
    }

    /** The session, whosever it is. */
    public Optional<SessionDocument> find(SessionId id) {
        return documents.find(id.value()).map(Stored::document);
    }

    /**
     * The tenant's session.
     *
     * @throws RefusedException when there is none
     */
    public SessionDocument of(TenantId tenant, SessionId id) {
        return find(id).filter(session -> session.tenant().equals(tenant)).orElseThrow(() -> missing(id));
    }

    /** A page, the newest first. */
    public List<Stored<SessionDocument>> list(Documents.Query query) {
        return documents.list(query);
    }

    /** Active ones of all tenants. */
    public List<SessionDocument> active(int most) {
        return list(new Documents.Query(null, List.of(ACTIVE), null, most)).stream()
                .map(Stored::document)
                .toList();
    }

    /** Whether it is active and holds the sandbox. */
    public boolean holds(SessionId id, String holdId) {
        return find(id).filter(session -> session.holds(holdId)).isPresent();
    }

    void put(Ruling.Changed created) {
        SessionDocument session = created.document();
        documents.change(session.id().value(), stored -> new Changed<>(stored(session), publications(created), true));
    }

    /** Changes it as the ruling says. */
    SessionDocument change(TenantId tenant, SessionId id, Function<Instant, Function<SessionDocument, Ruling>> ruling) {
        return changed(tenant, id, ruling).document();
    }

    Ruling.Changed changed(TenantId tenant, SessionId id, Function<Instant, Function<SessionDocument, Ruling>> ruling) {
        return change(tenant, id, ruling, document -> List.of());
    }

    /** The same, with more to publish in the same transaction. */
    SessionDocument changeWith(
            TenantId tenant,
            SessionId id,
            Function<Instant, Function<SessionDocument, Ruling>> ruling,
            Function<SessionDocument, List<Publication>> more) {
        return change(tenant, id, ruling, more).document();
    }

    private Ruling.Changed change(
            TenantId tenant,
            SessionId id,
            Function<Instant, Function<SessionDocument, Ruling>> ruling,
            Function<SessionDocument, List<Publication>> more) {
        Instant now = now();
        Ruling result = documents.<Ruling>change(id.value(), stored -> {
            SessionDocument before = stored.map(Stored::document)
                    .filter(session -> session.tenant().equals(tenant))
                    .orElseThrow(() -> missing(id));
            return switch (ruling.apply(now).apply(before)) {
                case Ruling.Refused refused -> Changed.nothing(refused);
                case Ruling.Changed changed -> {
                    List<Publication> publications = new ArrayList<>(publications(changed));
                    publications.addAll(more.apply(changed.document()));
                    yield new Changed<>(
                            changed.document().equals(before) ? null : stored(changed.document()),
                            publications,
                            changed);
                }
            };
        });
        return switch (result) {
            case Ruling.Refused refused -> throw new RefusedException(refused.problem());
            case Ruling.Changed changed -> changed;
        };
    }

    /** Tasks of a session that is over need not go on. */
    void cancel(SessionDocument session, List<TaskId> running) {
        Instant now = now();
        List<Publication> cancellations = running.stream()
                .map(task -> new Publication(
                        Topics.TASK_COMMANDS,
                        task.value(),
                        task + ":session-ended",
                        new CancelTask(task, "session " + session.id() + " ended", now),
                        now))
                .toList();
        documents.change(session.id().value(), stored -> new Changed<>(null, cancellations, true));
    }

    /** PostgreSQL keeps microseconds. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    private Stored<SessionDocument> stored(SessionDocument session) {
        return new Stored<>(
                session.id().value(),
                session.tenant(),
                session.active() ? ACTIVE : ENDED,
                session.wish().createdAt(),
                times.due(session).orElse(null),
                session);
    }

    private static List<Publication> publications(Ruling.Changed changed) {
        List<Publication> publications = new ArrayList<>();
        String key = changed.document().id().value();
        for (int i = 0; i < changed.events().size(); i++) {
            var event = changed.events().get(i);
            publications.add(new Publication(
                    Topics.SESSION_EVENTS, key, key + ":" + (changed.firstEvent() + i), event, event.at()));
        }
        return publications;
    }

    private static RefusedException missing(SessionId id) {
        return new RefusedException(ProblemType.NOT_FOUND.because("There is no session " + id + "."));
    }
}
