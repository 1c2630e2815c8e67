package dev.signalbox.executor.app.holds;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.contracts.session.HoldMeasured.State;
import dev.signalbox.contracts.session.SandboxHold;
import dev.signalbox.executor.domain.holds.HoldCost;
import dev.signalbox.sandbox.Sandbox;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The sandbox of a hold as it is now: free, lent, at rest or worn, and what it has cost. Thread-safe; nothing blocks. */
final class HoldState {

    private static final Duration LAST_MOMENTS = Duration.ofMinutes(1);

    private final HoldMaker maker;
    private final Instant firstLook;

    private SandboxHold wanted;
    private @Nullable Sandbox sandbox;
    private Instant madeAt;
    private Instant usedAt;
    private @Nullable Instant firstMade;
    private HoldCost cost = HoldCost.NOTHING;
    private boolean busy;
    private boolean worn;
    private boolean resting;
    private boolean canRest = true;
    private @Nullable End end;

    /**
     * Why it ends.
     *
     * @param told as what; nothing is told where another worker goes on
     */
    record End(@Nullable State told, String because) {}

    /** What a task gets. */
    record Lent(Sandbox sandbox, Resources size, boolean asleep) {}

    /**
     * What is to be done for a sandbox.
     *
     * @param rest whether it has not been used for long; else it shall live on
     */
    record Tending(Sandbox sandbox, boolean rest) {}

    /**
     * What can be told.
     *
     * @param since when this worker first made it, or began to try
     */
    record Snapshot(
            SandboxHold wanted,
            @Nullable Sandbox sandbox,
            Resources size,
            boolean asleep,
            Money spent,
            Instant since,
            Duration readyIn,
            Instant at) {}

    HoldState(SandboxHold wanted, HoldMaker maker) {
        this.wanted = wanted;
        this.maker = maker;
        this.firstLook = maker.now();
        this.madeAt = firstLook;
        this.usedAt = firstLook;
    }

    /** It was said again: for longer, or of another size. */
    synchronized void update(SandboxHold again) {
        if (!again.resources().equals(wanted.resources()) || !again.tier().equals(wanted.tier())) {
            wear();
        }
        wanted = again;
    }

    synchronized void end(End why) {
        if (end == null) {
            end = why;
            notifyAll();
        }
    }

    synchronized SandboxHold wanted() {
        return wanted;
    }

    /** Why it ends; nothing while it does not. */
    synchronized @Nullable End over() {
        if (end == null && !wanted.until().isAfter(maker.now())) {
            end = new End(State.RELEASED, "the time that it was wanted for is over");
        }
        return end;
    }

    private void wear() {
        worn = true;
        notifyAll();
    }

    /** For a task of this length; nothing when it is not free or may not live as long. */
    synchronized @Nullable Lent lend(Duration timeout) {
        Sandbox lent = sandbox;
        if (lent == null || busy || worn || end != null || !lastsFor(timeout)) {
            return null;
        }
        busy = true;
        cost = cost.stopped(wanted.rates(), maker.now());
        return new Lent(lent, size(lent), resting);
    }

    private boolean lastsFor(Duration timeout) {
        Duration life = maker.longestLife();
        if (life == null) {
            return true;
        }
        Duration age = Duration.between(madeAt, maker.now());
        boolean lasts = age.plus(timeout).compareTo(life) <= 0;
        if (!lasts && age.multipliedBy(2).compareTo(life) > 0) {
            wear();
        }
        return lasts;
    }

    synchronized void woken() {
        resting = false;
    }

    /** The task is over. What one session left is not for another to see. */
    synchronized void giveBack(boolean reusable) {
        busy = false;
        usedAt = maker.now();
        worn |= !reusable || wanted.sessionId() == null;
        if (!worn && sandbox != null) {
            cost = cost.running(size(sandbox), usedAt);
        }
        notifyAll();
    }

    /**
     * It is there.
     *
     * @return whether it replaces an earlier one
     */
    synchronized boolean made(Sandbox made) {
        Instant now = maker.now();
        sandbox = made;
        madeAt = now;
        usedAt = now;
        worn = false;
        resting = false;
        cost = cost.running(size(made), now);
        boolean again = firstMade != null;
        firstMade = firstMade == null ? now : firstMade;
        return again;
    }

    /** It is to be removed; nothing when there is none. */
    synchronized @Nullable Sandbox drop() {
        Sandbox dropped = sandbox;
        sandbox = null;
        cost = cost.stopped(wanted.rates(), maker.now());
        return dropped;
    }

    /** Whether it has to go, and nobody works in it. */
    synchronized boolean mustGo() {
        return (over() != null || worn) && !busy;
    }

    /** Waits until something has changed, or for so long. */
    synchronized void await(Duration atMost) throws InterruptedException {
        if (!mustGo() || sandbox == null && end == null) {
            wait(Math.max(1, atMost.toMillis()));
        }
    }

    /** Nothing while it is at rest. */
    synchronized @Nullable Tending tend() {
        Sandbox tended = sandbox;
        if (tended == null || resting) {
            return null;
        }
        Instant now = maker.now();
        Duration life = maker.longestLife();
        worn |= life != null && Duration.between(madeAt, now).plus(LAST_MOMENTS).compareTo(life) > 0;
        boolean rest = canRest
                && !busy
                && !worn
                && usedAt.plus(maker.settings().restAfter()).isBefore(now);
        busy |= rest;
        return new Tending(tended, rest);
    }

    /** The rest that was begun: it sleeps, or its provider cannot. */
    synchronized void rested(boolean asleep) {
        busy = false;
        resting = asleep;
        canRest = asleep;
        if (asleep) {
            cost = cost.stopped(wanted.rates(), maker.now());
        }
    }

    /** What was to be done failed. */
    synchronized void failed(Tending tending, boolean gone) {
        busy &= !tending.rest();
        worn |= tending.rest() || gone;
    }

    private Resources size(Sandbox of) {
        return of.allocated().orElse(wanted.resources());
    }

    synchronized Snapshot snapshot() {
        Instant now = maker.now();
        return new Snapshot(
                wanted,
                sandbox,
                sandbox == null ? wanted.resources() : size(sandbox),
                resting,
                cost.until(wanted.rates(), now),
                firstMade == null ? firstLook : firstMade,
                firstMade == null ? Duration.ZERO : Duration.between(firstLook, firstMade),
                now);
    }
}
