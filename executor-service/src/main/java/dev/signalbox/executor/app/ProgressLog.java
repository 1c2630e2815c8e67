package dev.signalbox.executor.app;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Counts the progress records of one attempt, so that its end can say how many came before it. Thread-safe. */
final class ProgressLog {

    private int open;
    private int written;

    void add(CompletionStage<@Nullable Void> record) {
        synchronized (this) {
            open++;
        }
        var ignored = record.whenComplete((nothing, failure) -> closed(failure == null));
    }

    private synchronized void closed(boolean durable) {
        open--;
        written += durable ? 1 : 0;
        notifyAll();
    }

    /** Waits until it is known for every record whether it is durable, and says how many are. */
    synchronized int written(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (open > 0) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                break;
            }
            wait(left);
        }
        return written;
    }
}
