package dev.signalbox.executor.adapter.e2b;

import dev.signalbox.sandbox.SandboxException;
import dev.signalbox.sandbox.SandboxException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must be done even when the thread that wants it is told to end. */
final class Background {

    private static final Logger LOG = LoggerFactory.getLogger(Background.class);

    private Background() {}

    /** Something that is done even when the caller is told to end. */
    interface Task {
        void run() throws SandboxException, InterruptedException;
    }

    /** Waits for a task. */
    record Waiting(CompletableFuture<Void> done) {
        /** Until it is done, the time is over, or the caller is interrupted. */
        void await(Duration atMost) {
            try {
                done.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                LOG.debug("not done in time", e);
            }
        }
    }

    static Waiting run(Task task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofVirtual().name("e2b-task").start(() -> {
            try {
                task.run();
            } catch (SandboxException e) {
                if (e.kind() != Kind.GONE) {
                    LOG.warn("{}", e.getMessage());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                done.complete(null);
            }
        });
        return new Waiting(done);
    }
}
