package dev.signalbox.executor.app.agent;

import dev.signalbox.contracts.telemetry.Step;
import dev.signalbox.executor.app.StopSignal;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** Runs what may block on a thread of its own, and leaves it when the attempt is stopped or its time is over. */
final class Supervised {

    private static final long LOOK_MILLIS = 50;
    private static final long PATIENCE_MILLIS = 400;

    private final StopSignal stop;
    private final long deadline;

    /** Why it was left. */
    enum Cause {
        STOPPED,
        DEADLINE,
        SILENCE
    }

    /** It was left before it was done. */
    static final class Left extends Exception {
        private static final long serialVersionUID = 1L;
        private final Cause why;

        Left(Cause why) {
            super(why.name());
            this.why = why;
        }

        Cause why() {
            return why;
        }
    }

    /**
     * For one attempt.
     *
     * @param deadline by {@link System#nanoTime}
     */
    Supervised(StopSignal stop, long deadline) {
        this.stop = stop;
        this.deadline = deadline;
    }

    Duration left() {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    /** Runs it to its end. */
    <T> T run(Callable<T> work) throws Left, ExecutionException, InterruptedException {
        return run(work, System::nanoTime, Duration.ofDays(1));
    }

    /**
     * Runs it to its end, as long as it shows signs of life.
     *
     * @param lastSign by {@link System#nanoTime}
     * @param silence longest time between them
     */
    <T> T run(Callable<T> work, LongSupplier lastSign, Duration silence)
            throws Left, ExecutionException, InterruptedException {
        check();
        Step step = Step.current();
        FutureTask<T> task = new FutureTask<>(() -> {
            try (Step.Scope ignored = step.enter()) {
                return work.call();
            }
        });
        Thread thread = Thread.ofVirtual().name("agent-step").start(task);
        try {
            while (true) {
                try {
                    return task.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    check();
                    if (System.nanoTime() - lastSign.getAsLong() > silence.toNanos()) {
                        throw new Left(Cause.SILENCE);
                    }
                }
            }
        } finally {
            if (!task.isDone()) {
                thread.interrupt();
                boolean ignored = thread.join(Duration.ofMillis(PATIENCE_MILLIS));
            }
        }
    }

    /** Waits, as long as the attempt goes on. */
    void sleep(Duration time) throws Left, InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            check();
            Thread.sleep(Duration.ofNanos(Math.min(left, LOOK_MILLIS * 1_000_000)));
        }
        check();
    }

    private void check() throws Left {
        if (stop.fired().isPresent()) {
            throw new Left(Cause.STOPPED);
        }
        if (System.nanoTime() >= deadline) {
            throw new Left(Cause.DEADLINE);
        }
    }
}
