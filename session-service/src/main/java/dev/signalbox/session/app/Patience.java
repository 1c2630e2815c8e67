package dev.signalbox.session.app;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;

/**
 * Work on what a consumer read, tried again with growing waits until it succeeds. When the service stops it is given up by
 * a {@link CancellationException}: nothing was committed, so the same is delivered to whoever comes next. Thread-safe.
 */
public final class Patience {

    private static final Duration FIRST = Duration.ofMillis(100);

    private final Duration longest;
    private volatile boolean stopping;

    /**
     * With an end to growing.
     *
     * @param longest wait between two tries
     */
    public Patience(Duration longest) {
        this.longest = longest;
    }

    /** Nothing is begun or tried again from now on. */
    public void stop() {
        stopping = true;
    }

    /** Whether nothing more is begun. */
    public boolean stopping() {
        return stopping;
    }

    /**
     * Returns when it is done.
     *
     * @param work one try
     * @param failed is told of each failure, and how long is waited after it
     * @throws CancellationException when the service stops
     */
    public void untilDone(Runnable work, BiConsumer<RuntimeException, Duration> failed) {
        Duration wait = FIRST;
        while (true) {
            giveUpWhenStopping();
            try {
                work.run();
                return;
            } catch (CancellationException e) {
                throw e;
            } catch (RuntimeException e) {
                giveUpWhenStopping();
                failed.accept(e, wait);
                pause(wait);
                wait = wait.multipliedBy(2).compareTo(longest) > 0 ? longest : wait.multipliedBy(2);
            }
        }
    }

    private void giveUpWhenStopping() {
        if (stopping) {
            throw new CancellationException("the service ends; the batch is delivered again");
        }
    }

    private static void pause(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted; the batch is delivered again");
        }
    }
}
