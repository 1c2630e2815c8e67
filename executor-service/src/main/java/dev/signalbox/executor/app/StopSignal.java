package dev.signalbox.executor.app;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Tells one attempt to stop, at most once; the first cause counts. Thread-safe. */
public final class StopSignal {

    private final CompletableFuture<Stop> stopped = new CompletableFuture<>();

    /** Why an attempt is stopped. */
    public enum Cause {
        /** By {@code StopExecution}: the attempt is answered as cancelled. */
        REQUESTED,
        /** Somebody else has the attempt by now: whatever it did here does not count. */
        LEASE_LOST,
        /** This executor shuts down: somebody else shall run it. */
        HANDED_BACK
    }

    /**
     * A stop.
     *
     * @param reason in words
     */
    public record Stop(Cause cause, String reason) {}

    public void fire(Cause cause, String reason) {
        stopped.complete(new Stop(cause, reason));
    }

    public Optional<Stop> fired() {
        return stopped.isDone() ? Optional.of(stopped.join()) : Optional.empty();
    }

    /** Waits; false when the signal fired before the time was over. */
    public boolean sleep(Duration time) throws InterruptedException {
        try {
            stopped.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return false;
        } catch (TimeoutException e) {
            return true;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Runs the action when the signal fires, or now when it has. It must not block. */
    public void whenFired(Runnable action) {
        var ignored = stopped.thenRun(action);
    }
}
