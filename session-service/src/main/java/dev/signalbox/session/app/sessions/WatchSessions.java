package dev.signalbox.session.app.sessions;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.kafka.Envelope;
import dev.signalbox.contracts.session.HoldMeasured;
import dev.signalbox.contracts.session.SessionAgentAdded;
import dev.signalbox.contracts.session.SessionAgentRemoved;
import dev.signalbox.contracts.session.SessionEnded;
import dev.signalbox.contracts.session.SessionEvent;
import dev.signalbox.contracts.session.SessionMessageSent;
import dev.signalbox.contracts.session.SessionStarted;
import dev.signalbox.session.app.documents.DocumentKinds;
import dev.signalbox.session.app.documents.DueDocuments;
import dev.signalbox.session.app.documents.EventListener;
import dev.signalbox.session.app.ledger.Accounts;
import dev.signalbox.session.domain.ledger.Account;
import dev.signalbox.session.domain.sessions.Activity;
import dev.signalbox.session.domain.sessions.Ruling;
import dev.signalbox.session.domain.sessions.SessionDocument;
import dev.signalbox.session.domain.sessions.SessionTimes;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** What happens to sessions without a client, and what follows from their own events whatever crashed in between. */
public final class WatchSessions implements DueDocuments, EventListener {

    private static final Set<Class<?>> WANTED = Set.of(
            HoldMeasured.class,
            SessionStarted.class,
            SessionAgentAdded.class,
            SessionAgentRemoved.class,
            SessionMessageSent.class,
            SessionEnded.class);

    private final StoredSessions sessions;
    private final Delegator delegator;
    private final Accounts accounts;
    private final SessionTalk talk;
    private final Holds holds;
    private final SessionTimes times;
    private final SessionMeters meters;

    public WatchSessions(
            StoredSessions sessions,
            Delegator delegator,
            Accounts accounts,
            SessionTalk talk,
            Holds holds,
            SessionTimes times,
            SessionMeters meters) {
        this.sessions = sessions;
        this.delegator = delegator;
        this.accounts = accounts;
        this.talk = talk;
        this.holds = holds;
        this.times = times;
        this.meters = meters;
    }

    @Override
    public String kind() {
        return DocumentKinds.SESSIONS;
    }

    @Override
    public void due(String id, Instant now) {
        Optional<SessionDocument> found = sessions.find(new SessionId(id));
        if (found.isEmpty()) {
            return;
        }
        SessionDocument before = found.get();
        Activity activity = accounts.activity(new Account.Key(before.tenant(), before.id()));
        Predicate<String> others = holds.othersThan(before);
        Money spent = delegator.spent(before);
        SessionDocument after = sessions.change(
                before.tenant(), before.id(), at -> current -> times.passed(current, activity, others, spent, at));
        if (after.active()) {
            holds.follow(after);
        } else {
            delegator.wrapUp(after);
        }
    }

    @Override
    public boolean wants(Class<?> body, String key) {
        return WANTED.contains(body);
    }

    @Override
    public void happened(String topic, Envelope envelope) {
        switch (envelope.body()) {
            case HoldMeasured measured -> measured(measured);
            case SessionMessageSent sent -> talk.keep(sent);
            case SessionEnded ended -> {
                meters.ended(ended.reason());
                sessions.find(ended.sessionId()).ifPresent(delegator::wrapUp);
            }
            case SessionEvent event ->
                sessions.find(event.sessionId()).filter(SessionDocument::active).ifPresent(holds::follow);
            default -> throw new IllegalArgumentException("not wanted: " + envelope.type());
        }
    }

    /** What it costs is charged, what it uses is kept; a session whose money it has used up ends. */
    private void measured(HoldMeasured measured) {
        Map<String, Money> charges = holds.measured(measured);
        for (SessionId id : holds.payers(measured.holdId())) {
            Money charge = charges.get(id.value());
            Account.Key key = new Account.Key(measured.tenant(), id);
            Optional<Account> account =
                    charge == null ? accounts.find(key) : accounts.charge(key, "hold:" + measured.holdId(), charge);
            if (sessions.find(id)
                    .filter(session -> session.tenant().equals(measured.tenant()))
                    .isEmpty()) {
                continue;
            }
            Ruling.Changed after =
                    sessions.changed(measured.tenant(), id, now -> current -> times.measured(current, measured, now));
            if (after.document().active()
                    && account.filter(WatchSessions::usedUp).isPresent()) {
                delegator.end(measured.tenant(), id, "budget_spent");
            }
        }
    }

    private static boolean usedUp(Account account) {
        return account.reserved().equals(Money.ZERO)
                && account.left().filter(left -> !left.exceeds(Money.ZERO)).isPresent();
    }

    /** Tells sessions that most of their money is spent. */
    public void budgets() {
        for (Account account : accounts.runningOut(0.8)) {
            sessions.find(account.key().session())
                    .filter(session -> session.tenant().equals(account.key().tenant()))
                    .ifPresent(session -> sessions.change(
                            session.tenant(),
                            session.id(),
                            now -> current -> times.budgetRunsOut(
                                    current, account.spent() + " of " + account.cap() + " USD are spent", now)));
            accounts.warned(account.key());
        }
    }
}
