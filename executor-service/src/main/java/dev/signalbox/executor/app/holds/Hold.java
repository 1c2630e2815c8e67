package dev.signalbox.executor.app.holds;

import dev.signalbox.contracts.Money;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.contracts.session.HoldMeasured;
import dev.signalbox.contracts.session.HoldMeasured.State;
import dev.signalbox.contracts.session.SandboxHold;
import dev.signalbox.executor.domain.holds.HoldCost;
import dev.signalbox.sandbox.Measurement;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One hold on this worker: makes its sandbox, keeps it, measures it, lends it to one task at a time, makes it again when it
 * is lost or worn, and removes it at the end. Its thread does all that takes time; what tasks call is under a lock.
 */
final class Hold implements Runnable {

    private static final System.Logger LOG = System.getLogger(Hold.class.getName());
    private static final Duration LAST_MOMENTS = Duration.ofMinutes(1);
    private static final long MIB = 1024 * 1024;
    private static final double NANOS = 1e9;

    private final HoldMaker maker;
    private final Instant firstLook;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final CountDownLatch done = new CountDownLatch(1);

    private SandboxHold wanted;
    private @Nullable Sandbox sandbox;
    private Instant madeAt;
    private Instant usedAt;
    private @Nullable Instant firstMade;
    private Duration readyIn = Duration.ZERO;
    private HoldCost cost = HoldCost.NOTHING;
    private double cpuOfEarlier;
    private boolean busy;
    private boolean worn;
    private boolean resting;
    private boolean canRest = true;
    private @Nullable End end;
    private volatile long memoryBytes;

    /**
     * Why it ends.
     *
     * @param told as what; nothing is told where another worker goes on
     */
    record End(@Nullable State told, String because) {}

    Hold(SandboxHold wanted, HoldMaker maker) {
        this.wanted = wanted;
        this.maker = maker;
        this.firstLook = maker.now();
        this.madeAt = firstLook;
        this.usedAt = firstLook;
    }

    /** It was said again; it may be wanted for longer now. */
    void update(SandboxHold again) {
        lock.lock();
        try {
            boolean other = !again.resources().equals(wanted.resources())
                    || !again.tier().equals(wanted.tier());
            worn |= other;
            wanted = again;
            if (other) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** It is let go, as soon as no task works in it. */
    void end(End why) {
        lock.lock();
        try {
            if (end == null) {
                end = why;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isDone() {
        return done.getCount() == 0;
    }

    boolean awaitDone(Duration atMost) throws InterruptedException {
        return done.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    SandboxHold wanted() {
        lock.lock();
        try {
            return wanted;
        } finally {
            lock.unlock();
        }
    }

    /** Memory that it holds now; 0 while there is no sandbox. */
    long memoryBytes() {
        return memoryBytes;
    }

    boolean isReady() {
        lock.lock();
        try {
            return sandbox != null;
        } finally {
            lock.unlock();
        }
    }

    /** Lends the sandbox to a task, if it is free and may live as long. */
    Optional<BorrowedSandbox> borrow(Duration timeout) throws InterruptedException {
        Sandbox lent;
        boolean wake;
        lock.lock();
        try {
            if (sandbox == null || busy || worn || end != null || !lastsFor(timeout)) {
                return Optional.empty();
            }
            lent = sandbox;
            busy = true;
            wake = resting;
            cost = cost.stopped(wanted.rates(), maker.now());
        } finally {
            lock.unlock();
        }
        try {
            if (wake) {
                lent.resume();
                woken();
            }
            return Optional.of(BorrowedSandbox.of(lent, size(lent), this::giveBack));
        } catch (SandboxException e) {
            LOG.log(System.Logger.Level.WARNING, "a held sandbox cannot be used: {0}", e.getMessage());
            giveBack(false);
            return Optional.empty();
        } catch (InterruptedException | RuntimeException e) {
            giveBack(false);
            throw e;
        }
    }

    private void woken() {
        lock.lock();
        try {
            resting = false;
        } finally {
            lock.unlock();
        }
    }

    private boolean lastsFor(Duration timeout) {
        Duration life = maker.longestLife();
        if (life == null) {
            return true;
        }
        Duration age = Duration.between(madeAt, maker.now());
        if (age.plus(timeout).compareTo(life) <= 0) {
            return true;
        }
        if (age.multipliedBy(2).compareTo(life) > 0) {
            worn = true;
            changed.signalAll();
        }
        return false;
    }

    private void giveBack(boolean reusable) {
        lock.lock();
        try {
            busy = false;
            usedAt = maker.now();
            // What one session left is not for another to see.
            worn |= !reusable || wanted.sessionId() == null;
            if (!worn && sandbox != null) {
                cost = cost.running(size(sandbox), usedAt);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Resources size(Sandbox of) {
        return of.allocated().orElse(wanted.resources());
    }

    @Override
    public void run() {
        Duration wait = maker.settings().firstRetry();
        try {
            while (!isOver()) {
                String failure = make();
                if (failure == null) {
                    wait = maker.settings().firstRetry();
                    keep();
                    drop();
                } else {
                    report(State.FAILED, failure);
                    pause(wait);
                    Duration longest = maker.settings().longestRetry();
                    wait = wait.multipliedBy(2).compareTo(longest) > 0 ? longest : wait.multipliedBy(2);
                }
            }
        } catch (InterruptedException e) {
            LOG.log(System.Logger.Level.DEBUG, "a hold was ended in the middle of something");
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a hold failed and is begun again", e);
        } finally {
            // The thread ends here; what is removed shall not be removed by half.
            boolean ignored = Thread.interrupted();
            drop();
            End why = end;
            if (why != null && why.told() != null) {
                report(why.told(), why.because());
            } else if (firstMade != null) {
                report(State.READY, null);
            }
            done.countDown();
        }
    }

    private boolean isOver() {
        lock.lock();
        try {
            if (end == null && !wanted.until().isAfter(maker.now())) {
                end = new End(State.RELEASED, "the time that it was wanted for is over");
            }
            return end != null;
        } finally {
            lock.unlock();
        }
    }

    private void pause(Duration time) throws InterruptedException {
        lock.lock();
        try {
            if (end == null) {
                long left = changed.awaitNanos(time.toNanos());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Makes the sandbox; says why not when that fails. */
    private @Nullable String make() throws InterruptedException {
        Sandbox made;
        try {
            made = maker.make(wanted());
        } catch (SandboxException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "a sandbox cannot be held yet holdId={0}: {1}",
                    wanted().holdId(),
                    e.getMessage());
            return "" + e.getMessage();
        }
        lock.lock();
        try {
            Instant now = maker.now();
            sandbox = made;
            madeAt = now;
            usedAt = now;
            worn = false;
            resting = false;
            if (firstMade == null) {
                firstMade = now;
                readyIn = Duration.between(firstLook, now);
            } else {
                maker.meters().holdReplaced();
            }
            cost = cost.running(size(made), now);
        } finally {
            lock.unlock();
        }
        LOG.log(System.Logger.Level.INFO, "sandbox held holdId={0} sandbox={1}", wanted().holdId(), made.id());
        return null;
    }

    /** Until it has to go and nobody works in it. */
    private void keep() throws InterruptedException {
        long next = System.nanoTime();
        while (!mustGo()) {
            long left = next - System.nanoTime();
            if (left <= 0) {
                next = System.nanoTime() + maker.settings().measure().toNanos();
                tend();
                report(State.READY, null);
            } else {
                lock.lock();
                try {
                    if (end == null && !worn || busy) {
                        left = changed.awaitNanos(left);
                    }
                } finally {
                    lock.unlock();
                }
            }
        }
    }

    private boolean mustGo() {
        boolean over = isOver();
        lock.lock();
        try {
            return (over || worn) && !busy;
        } finally {
            lock.unlock();
        }
    }

    /** Lets it live on, sees whether it still does, and lets it rest when nobody has used it for long. */
    private void tend() throws InterruptedException {
        Sandbox tended;
        boolean rest;
        lock.lock();
        try {
            if (sandbox == null || resting) {
                return;
            }
            tended = sandbox;
            Duration life = maker.longestLife();
            worn |= !busy
                    && life != null
                    && Duration.between(madeAt, maker.now()).plus(LAST_MOMENTS).compareTo(life) > 0;
            rest = canRest
                    && !busy
                    && !worn
                    && usedAt.plus(maker.settings().restAfter()).isBefore(maker.now());
            busy |= rest;
        } finally {
            lock.unlock();
        }
        try {
            if (rest) {
                rested(tended, tended.pause());
            } else {
                tended.extend(maker.lifetime());
            }
        } catch (SandboxException e) {
            LOG.log(System.Logger.Level.WARNING, "a held sandbox does not answer: {0}", e.getMessage());
            lock.lock();
            try {
                worn |= rest || e.kind() == SandboxException.Kind.GONE;
                busy &= !rest;
            } finally {
                lock.unlock();
            }
        }
    }

    private void rested(Sandbox asleep, boolean done) {
        lock.lock();
        try {
            busy = false;
            resting = done;
            canRest = done;
            if (done) {
                cost = cost.stopped(wanted.rates(), maker.now());
                LOG.log(System.Logger.Level.INFO, "a held sandbox rests sandbox={0}", asleep.id());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Removes the sandbox, if there is one. */
    private void drop() {
        Sandbox dropped;
        lock.lock();
        try {
            dropped = sandbox;
            sandbox = null;
            memoryBytes = 0;
            cost = cost.stopped(wanted.rates(), maker.now());
        } finally {
            lock.unlock();
        }
        if (dropped != null) {
            cpuOfEarlier += dropped.measure().cpuSeconds();
            maker.remove(dropped);
        }
    }

    private void report(State state, @Nullable String because) {
        Sandbox now;
        SandboxHold hold;
        boolean asleep;
        Money spent;
        Instant at = maker.now();
        lock.lock();
        try {
            now = sandbox;
            hold = wanted;
            asleep = resting;
            spent = cost.until(wanted.rates(), at);
        } finally {
            lock.unlock();
        }
        Measurement measured = now == null || asleep ? Measurement.UNKNOWN : now.measure();
        boolean allotted = now != null && !asleep && measured.memoryBytes() == 0;
        memoryBytes = now != null && allotted ? size(now).memoryMib() * MIB : measured.memoryBytes();
        maker.report(new HoldMeasured(
                hold.holdId(),
                hold.tenant(),
                hold.sessionId(),
                hold.backend(),
                maker.worker(),
                now == null ? null : now.id(),
                state,
                because,
                readyIn,
                memoryBytes,
                !allotted,
                Duration.ofNanos((long) ((cpuOfEarlier + measured.cpuSeconds()) * NANOS)),
                spent,
                firstMade == null ? firstLook : firstMade,
                at));
    }
}
