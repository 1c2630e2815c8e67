package dev.signalbox.session.app.sessions;

import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.session.SandboxHold;
import dev.signalbox.session.app.ledger.Accounts;
import dev.signalbox.session.domain.ledger.Account;
import dev.signalbox.session.domain.sessions.SessionDocument;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Finds what crashes left behind: sandboxes that nobody holds, holds that the topic does not know, open accounts. */
public final class SweepSessions {

    private static final System.Logger LOG = System.getLogger(SweepSessions.class.getName());

    private static final int MOST = 10_000;

    private final StoredSessions sessions;
    private final Holds holds;
    private final HoldTopic topic;
    private final Accounts accounts;
    private final SessionMeters meters;
    private final Duration grace;
    private final Clock clock;

    /**
     * The sweep.
     *
     * @param grace what is younger may still be on its way
     */
    public SweepSessions(
            StoredSessions sessions,
            Holds holds,
            HoldTopic topic,
            Accounts accounts,
            SessionMeters meters,
            Duration grace,
            Clock clock) {
        this.sessions = sessions;
        this.holds = holds;
        this.topic = topic;
        this.accounts = accounts;
        this.meters = meters;
        this.grace = grace;
        this.clock = clock;
    }

    /** Counts what there is. */
    public void measure() {
        List<SessionDocument> active = sessions.active(MOST);
        meters.sizes(
                active.size(),
                active.stream().mapToInt(session -> session.agents().size()).sum(),
                active.stream().mapToDouble(SessionDocument::usedGib).sum());
        Instant now = clock.instant();
        meters.holds(holds.held().stream()
                .map(HoldDocument::hold)
                .filter(hold -> hold.until().isAfter(now))
                .collect(Collectors.groupingBy(SandboxHold::backend, Collectors.counting())));
    }

    /** Cleans up. */
    public void sweep() {
        Instant before = clock.instant().minus(grace);
        int orphans = ownersThatAreGone();
        orphans += topicThatIsWrong(before);
        if (orphans > 0) {
            LOG.log(System.Logger.Level.INFO, "{0} sandboxes were held for nobody and are let go", orphans);
            meters.orphans(orphans);
        }
        for (Account.Key key : accounts.openedBefore(before)) {
            if (sessions.find(key.session()).filter(SessionDocument::active).isEmpty()) {
                accounts.close(key);
            }
        }
    }

    private int ownersThatAreGone() {
        int orphans = 0;
        for (HoldDocument hold : holds.held()) {
            for (String owner : hold.owners()) {
                SessionId id = new SessionId(owner);
                if (!sessions.holds(id, hold.hold().holdId())
                        && holds.leave(hold.hold().holdId(), id)) {
                    orphans++;
                }
            }
        }
        return orphans;
    }

    private int topicThatIsWrong(Instant before) {
        int orphans = 0;
        Map<String, SandboxHold> wanted = topic.wanted();
        for (SandboxHold hold : wanted.values()) {
            if (hold.requestedAt().isBefore(before) && !holds.isHeld(hold.holdId())) {
                topic.letGo(hold.holdId());
                orphans++;
            }
        }
        for (HoldDocument hold : holds.held()) {
            SandboxHold own = hold.hold();
            if (!wanted.containsKey(own.holdId())
                    && own.requestedAt().isBefore(before)
                    && own.until().isAfter(clock.instant())) {
                holds.wantAgain(own.holdId());
            }
        }
        return orphans;
    }
}
