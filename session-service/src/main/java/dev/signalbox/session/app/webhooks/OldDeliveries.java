package dev.signalbox.session.app.webhooks;

import java.time.Instant;

/** Forgets deliveries. Blocks. */
public interface OldDeliveries {

    /** Removes those that ended and are older. */
    void forget(Instant before);
}
