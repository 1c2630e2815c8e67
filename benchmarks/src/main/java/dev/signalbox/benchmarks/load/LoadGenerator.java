package dev.signalbox.benchmarks.load;

import dev.signalbox.benchmarks.measure.CpuUse;
import dev.signalbox.benchmarks.measure.Meter;
import dev.signalbox.benchmarks.report.StepResult;
import dev.signalbox.benchmarks.report.StepResult.Load;
import dev.signalbox.benchmarks.report.StepResult.Step;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Makes the load of one step on a target and measures what comes of it. */
final class LoadGenerator {

    private static final long PATIENCE = Duration.ofSeconds(35).toNanos();

    /** A client whose task failed waits, so that a dead server is not asked a million times. */
    private static final Executor AFTER_FAILURE = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS);

    private final Meter meter;

    LoadGenerator(Meter meter) {
        this.meter = meter;
    }

    /**
     * Runs the step, waits for what is under way at its end, and returns the figures.
     *
     * @param counted names of the processes whose work it is
     */
    StepResult run(Step step, Target target, List<String> counted) throws InterruptedException {
        Tally tally = new Tally();
        Meter.Reading before = meter.read();
        Meter.Reading after = step.load() == Load.CLOSED ? closed(step, target, tally) : open(step, target, tally);
        CpuUse cpu = before.until(after);
        return new StepResult(
                step,
                tally.submitted(),
                tally.measured(),
                tally.failed(),
                tally.unanswered(),
                tally.measured() / cpu.wallSeconds(),
                tally.latency(),
                cpu,
                counted,
                tally.problems());
    }

    private Meter.Reading closed(Step step, Target target, Tally tally) throws InterruptedException {
        long deadline = System.nanoTime() + nanoseconds(step);
        for (int client = 0; client < step.amount(); client++) {
            next(target, tally, deadline);
        }
        TimeUnit.NANOSECONDS.sleep(deadline - System.nanoTime());
        tally.closeWindow();
        Meter.Reading after = meter.read();
        tally.awaitAll(PATIENCE);
        return after;
    }

    private static void next(Target target, Tally tally, long deadline) {
        long begin = System.nanoTime();
        if (begin - deadline >= 0) {
            return;
        }
        tally.began();
        target.submit(outcome -> {
            tally.ended(System.nanoTime() - begin, outcome);
            if (outcome.succeeded()) {
                next(target, tally, deadline);
            } else {
                AFTER_FAILURE.execute(() -> next(target, tally, deadline));
            }
        });
    }

    /**
     * Evenly spaced. Latency counts from the moment at which a task was meant to be sent: when the generator or the
     * target falls behind, the wait is in the figures ("coordinated omission").
     */
    private Meter.Reading open(Step step, Target target, Tally tally) throws InterruptedException {
        long count = Math.round(step.amount() * step.seconds());
        double interval = 1e9 / step.amount();
        long begin = System.nanoTime();
        for (long i = 0; i < count; i++) {
            long meant = begin + Math.round(i * interval);
            awaitMoment(meant);
            tally.began();
            target.submit(outcome -> tally.ended(System.nanoTime() - meant, outcome));
        }
        awaitMoment(begin + nanoseconds(step));
        tally.awaitAll(PATIENCE);
        return meter.read();
    }

    private static void awaitMoment(long moment) throws InterruptedException {
        long left;
        while ((left = moment - System.nanoTime()) > 0) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private static long nanoseconds(Step step) {
        return Math.round(step.seconds() * 1e9);
    }
}
