package dev.signalbox.executor.app.holds;

import dev.signalbox.contracts.session.HoldMeasured;
import dev.signalbox.contracts.session.HoldMeasured.State;
import dev.signalbox.contracts.session.SandboxHold;
import dev.signalbox.executor.app.holds.HoldState.End;
import dev.signalbox.executor.app.holds.HoldState.Lent;
import dev.signalbox.executor.app.holds.HoldState.Snapshot;
import dev.signalbox.executor.app.holds.HoldState.Tending;
import dev.signalbox.sandbox.Measurement;
import dev.signalbox.sandbox.Sandbox;
import dev.signalbox.sandbox.SandboxException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One hold on this worker: makes its sandbox, keeps it, measures it, lends it to one task at a time, makes it again when it
 * is lost or worn, and removes it at the end. Its thread does all that takes time, but for what a task waits for.
 */
final class Hold implements Runnable {

    private static final System.Logger LOG = System.getLogger(Hold.class.getName());
    private static final long MIB = 1024 * 1024;
    private static final double NANOS = 1e9;

    private final HoldMaker maker;
    private final HoldState state;
    private final CountDownLatch done = new CountDownLatch(1);
    private double cpuOfEarlier;
    private double cpu;
    private volatile long memoryBytes;

    Hold(SandboxHold wanted, HoldMaker maker) {
        this.maker = maker;
        this.state = new HoldState(wanted, maker);
    }

    void update(SandboxHold again) {
        state.update(again);
    }

    /** It is let go, as soon as no task works in it. */
    void end(End why) {
        state.end(why);
    }

    boolean isDone() {
        return done.getCount() == 0;
    }

    boolean awaitDone(Duration atMost) throws InterruptedException {
        return done.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    SandboxHold wanted() {
        return state.wanted();
    }

    boolean isReady() {
        return state.snapshot().sandbox() != null;
    }

    /** Memory that it holds now; 0 while there is no sandbox. */
    long memoryBytes() {
        return memoryBytes;
    }

    /** Lends the sandbox to a task, if it is free and may live as long. */
    Optional<BorrowedSandbox> borrow(Duration timeout) throws InterruptedException {
        Lent lent = state.lend(timeout);
        if (lent == null) {
            return Optional.empty();
        }
        try {
            if (lent.asleep()) {
                lent.sandbox().resume();
                state.woken();
            }
            return Optional.of(BorrowedSandbox.of(lent.sandbox(), lent.size(), state::giveBack));
        } catch (SandboxException e) {
            LOG.log(System.Logger.Level.WARNING, "a held sandbox cannot be used: {0}", e.getMessage());
            state.giveBack(false);
            return Optional.empty();
        } catch (InterruptedException | RuntimeException e) {
            state.giveBack(false);
            throw e;
        }
    }

    @Override
    public void run() {
        Duration wait = maker.settings().firstRetry();
        try {
            while (state.over() == null) {
                String failure = make();
                if (failure == null) {
                    wait = maker.settings().firstRetry();
                    keep();
                    drop();
                } else {
                    report(State.FAILED, failure);
                    state.await(wait);
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
            last();
            done.countDown();
        }
    }

    private void last() {
        End why = state.over();
        if (why == null) {
            report(State.FAILED, "holding it failed; it is begun again");
        } else if (why.told() != null) {
            report(why.told(), why.because());
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
        if (state.made(made)) {
            maker.meters().holdReplaced();
        }
        LOG.log(System.Logger.Level.INFO, "sandbox held holdId={0} sandbox={1}", wanted().holdId(), made.id());
        return null;
    }

    /** Until it has to go and nobody works in it. */
    private void keep() throws InterruptedException {
        long next = System.nanoTime();
        while (!state.mustGo()) {
            long left = next - System.nanoTime();
            if (left > 0) {
                state.await(Duration.ofNanos(left));
            } else {
                next = System.nanoTime() + maker.settings().measure().toNanos();
                tend();
                report(State.READY, null);
            }
        }
        End why = state.over();
        if (why != null && why.told() == null) {
            // Another worker goes on telling; what it has cost here is told while it is still true that it is here.
            report(State.READY, null);
        }
    }

    /** Lets it live on, sees whether it still does, and lets it rest when nobody has used it for long. */
    private void tend() throws InterruptedException {
        Tending tending = state.tend();
        if (tending == null) {
            return;
        }
        try {
            if (tending.rest()) {
                boolean asleep = tending.sandbox().pause();
                state.rested(asleep);
                LOG.log(
                        System.Logger.Level.INFO,
                        asleep ? "a held sandbox rests sandbox={0}" : "a held sandbox cannot rest sandbox={0}",
                        tending.sandbox().id());
            } else {
                tending.sandbox().extend(maker.lifetime());
            }
        } catch (SandboxException e) {
            LOG.log(System.Logger.Level.WARNING, "a held sandbox does not answer: {0}", e.getMessage());
            state.failed(tending, e.kind() == SandboxException.Kind.GONE);
        }
    }

    private void drop() {
        boolean asleep = state.snapshot().asleep();
        Sandbox dropped = state.drop();
        memoryBytes = 0;
        if (dropped != null) {
            cpuOfEarlier += asleep ? cpu : Math.max(cpu, dropped.measure().cpuSeconds());
            cpu = 0;
            maker.remove(dropped);
        }
    }

    private void report(State told, @Nullable String because) {
        Snapshot now = state.snapshot();
        Sandbox sandbox = now.sandbox();
        Measurement measured = sandbox == null || now.asleep() ? Measurement.UNKNOWN : sandbox.measure();
        boolean allotted = sandbox != null && !now.asleep() && measured.memoryBytes() == 0;
        memoryBytes = allotted ? now.size().memoryMib() * MIB : measured.memoryBytes();
        cpu = Math.max(cpu, measured.cpuSeconds());
        SandboxHold hold = now.wanted();
        maker.report(new HoldMeasured(
                hold.holdId(),
                hold.tenant(),
                hold.sessionId(),
                hold.backend(),
                maker.worker(),
                sandbox == null ? null : sandbox.id(),
                told,
                because,
                now.readyIn(),
                memoryBytes,
                !allotted,
                Duration.ofNanos((long) ((cpuOfEarlier + cpu) * NANOS)),
                now.spent(),
                now.since(),
                now.at()));
    }
}
