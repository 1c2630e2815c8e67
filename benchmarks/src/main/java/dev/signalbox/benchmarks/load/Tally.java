package dev.signalbox.benchmarks.load;

import dev.signalbox.benchmarks.load.Target.Outcome;
import dev.signalbox.benchmarks.measure.Latency;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Counts tasks and how long they took. Thread-safe. */
final class Tally {

    private static final long LONGEST_MICROSECONDS = TimeUnit.MINUTES.toMicros(5);
    private static final int MOST_PROBLEMS = 10;

    private final Histogram histogram = new Histogram(1, LONGEST_MICROSECONDS, 3);
    private final Map<String, Integer> problems = new TreeMap<>();
    private long submitted;
    private long ended;
    private long failed;
    private boolean windowClosed;
    private long endedInWindow;

    synchronized void began() {
        submitted++;
    }

    /** A task has ended; its time counts while the window is open. */
    synchronized void ended(long nanoseconds, Outcome outcome) {
        ended++;
        String problem = outcome.problem();
        if (problem != null) {
            failed++;
            if (problems.size() < MOST_PROBLEMS || problems.containsKey(problem)) {
                problems.merge(problem, 1, Integer::sum);
            }
        } else if (!windowClosed) {
            endedInWindow++;
            histogram.recordValue(Math.clamp(TimeUnit.NANOSECONDS.toMicros(nanoseconds), 1, LONGEST_MICROSECONDS));
        }
        notifyAll();
    }

    /** What ends from here on counts as ended, but not as measured. */
    synchronized void closeWindow() {
        windowClosed = true;
    }

    /** Waits until all that began has ended, or the patience is over. */
    synchronized void awaitAll(long patienceNanos) throws InterruptedException {
        long deadline = System.nanoTime() + patienceNanos;
        while (ended < submitted) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }

    synchronized long submitted() {
        return submitted;
    }

    synchronized long unanswered() {
        return submitted - ended;
    }

    synchronized long failed() {
        return failed;
    }

    /** Tasks that succeeded while the window was open. */
    synchronized long measured() {
        return endedInWindow;
    }

    synchronized Map<String, Integer> problems() {
        return new TreeMap<>(problems);
    }

    synchronized Latency latency() {
        return Latency.ofMicroseconds(histogram);
    }
}
