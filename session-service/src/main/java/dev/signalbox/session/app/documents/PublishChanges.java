package dev.signalbox.session.app.documents;

import dev.signalbox.session.app.Log;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Publishes as soon as something was changed, and looks again now and then for what another instance left behind. */
public final class PublishChanges implements Relay {

    private static final System.Logger LOG = System.getLogger(PublishChanges.class.getName());
    private static final int MOST = 200;

    private final OutboxStore outbox;
    private final Log log;
    private final Executor threads;
    /** Wakes since the running one began; whoever raises it from 0 runs. */
    private final AtomicInteger wakes = new AtomicInteger();

    /**
     * A relay.
     *
     * @param threads on which it may block
     */
    public PublishChanges(OutboxStore outbox, Log log, Executor threads) {
        this.outbox = outbox;
        this.log = log;
        this.threads = threads;
    }

    @Override
    public void wake() {
        if (wakes.getAndIncrement() == 0) {
            threads.execute(this::run);
        }
    }

    private void run() {
        int seen;
        do {
            seen = wakes.get();
            try {
                while (outbox.publish(MOST, log::publish) == MOST) {
                    // There may be more.
                }
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, "changes are published later: {0}", e.toString());
            }
        } while (wakes.addAndGet(-seen) > 0);
    }
}
