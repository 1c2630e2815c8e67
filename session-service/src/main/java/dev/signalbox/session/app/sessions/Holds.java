package dev.signalbox.session.app.sessions;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.session.HoldMeasured;
import dev.signalbox.contracts.session.SandboxHold;
import dev.signalbox.session.app.documents.Changed;
import dev.signalbox.session.app.documents.Documents;
import dev.signalbox.session.app.documents.Publication;
import dev.signalbox.session.app.documents.Stored;
import dev.signalbox.session.domain.sessions.HoldUse;
import dev.signalbox.session.domain.sessions.Place;
import dev.signalbox.session.domain.sessions.SessionDocument;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Sandboxes that sessions hold. A hold is a document with its owners: the first owner publishes it, the tombstone goes out
 * with the last, in the same transaction.
 */
public final class Holds {

    /** Kind of the documents. */
    public static final String KIND = "holds";

    private static final String HELD = "held";
    private static final String RELEASED = "released";

    private final Documents<HoldDocument> documents;
    private final Clock clock;

    public Holds(Documents<HoldDocument> documents, Clock clock) {
        this.documents = documents;
        this.clock = clock;
    }

    /** Holds what the session holds, and lets go what it does not. Whatever is so already stays so. */
    public void follow(SessionDocument session) {
        for (HoldUse use : session.holds()) {
            String holdId = use.place().holdId();
            if (session.holds(holdId)) {
                join(session, use.place());
            } else {
                leave(holdId, session.id());
            }
        }
    }

    /** Whether other sessions hold it as well. */
    public Predicate<String> othersThan(SessionDocument session) {
        Set<String> shared = new HashSet<>();
        for (HoldUse use : session.holds()) {
            if (use.place().shared()) {
                documents
                        .find(use.place().holdId())
                        .filter(stored -> stored.document().owners().stream()
                                .anyMatch(owner -> !owner.equals(session.id().value())))
                        .ifPresent(stored -> shared.add(stored.id()));
            }
        }
        return shared::contains;
    }

    private void join(SessionDocument session, Place place) {
        Instant now = clock.instant();
        SandboxHold wanted = new SandboxHold(
                place.holdId(),
                session.tenant(),
                place.shared() ? null : session.id(),
                place.agentId(),
                place.backend(),
                place.tier(),
                place.resources(),
                place.rates(),
                session.wish().latestEnd(),
                now);
        documents.change(place.holdId(), stored -> {
            HoldDocument before = document(stored).orElseGet(() -> HoldDocument.of(wanted));
            boolean there = before.owners().contains(session.id().value())
                    && !wanted.until().isAfter(before.hold().until());
            return there
                    ? Changed.nothing(true)
                    : changed(before.joined(wanted, session.id().value()), createdAt(stored, now), now);
        });
    }

    /** For this session it need not be held any more; true when it held it. */
    public boolean leave(String holdId, SessionId session) {
        Instant now = clock.instant();
        return documents.change(
                holdId,
                stored -> document(stored)
                        .filter(before -> before.owners().contains(session.value()))
                        .map(before -> changed(before.left(session.value()), createdAt(stored, now), now))
                        .orElseGet(() -> Changed.nothing(false)));
    }

    /** Wants it once more, as the topic does not say so. */
    public void wantAgain(String holdId) {
        Instant now = clock.instant();
        documents.change(
                holdId,
                stored -> document(stored)
                        .filter(HoldDocument::held)
                        .map(before -> changed(
                                before.joined(before.hold(), before.owners().getFirst()), createdAt(stored, now), now))
                        .orElseGet(() -> Changed.nothing(false)));
    }

    /** What sessions have to pay for it so far; those that do not pay any more included. */
    public Map<String, Money> measured(HoldMeasured measured) {
        return documents.change(
                measured.holdId(),
                stored -> document(stored)
                        .map(before -> {
                            HoldDocument after = before.paid(measured);
                            return new Changed<>(
                                    after.equals(before) ? null : stored(after, createdAt(stored, measured.at())),
                                    List.<Publication>of(),
                                    after.charged());
                        })
                        .orElseGet(() -> Changed.nothing(Map.of())));
    }

    /** Holds that have owners. */
    public List<HoldDocument> held() {
        return documents.list(new Documents.Query(null, List.of(HELD), null, 10_000)).stream()
                .map(Stored::document)
                .toList();
    }

    /** Sessions for which it is held, owners or those who paid last. */
    public List<SessionId> payers(String holdId) {
        return documents.find(holdId).map(stored -> stored.document().payers()).orElse(List.of()).stream()
                .map(SessionId::new)
                .toList();
    }

    /** Whether somebody owns it. */
    public boolean isHeld(String holdId) {
        return documents.find(holdId).filter(stored -> stored.document().held()).isPresent();
    }

    private static Changed<HoldDocument, Boolean> changed(HoldDocument after, Instant createdAt, Instant now) {
        String holdId = after.hold().holdId();
        @Nullable Object body = after.held() ? after.hold() : null;
        return new Changed<>(
                stored(after, createdAt),
                List.of(new Publication(Topics.SESSION_SANDBOXES, holdId, holdId + ":" + after.revision(), body, now)),
                true);
    }

    private static Stored<HoldDocument> stored(HoldDocument after, Instant createdAt) {
        return new Stored<>(
                after.hold().holdId(), after.hold().tenant(), after.held() ? HELD : RELEASED, createdAt, null, after);
    }

    private static Optional<HoldDocument> document(Optional<Stored<HoldDocument>> stored) {
        return stored.map(Stored::document);
    }

    private static Instant createdAt(Optional<Stored<HoldDocument>> stored, Instant now) {
        return stored.map(Stored::createdAt).orElse(now);
    }
}
