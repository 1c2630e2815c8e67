package dev.signalbox.gateway.adapter.rest;

import dev.signalbox.gateway.app.TaskSignals;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Ends what would outlive the service. From the first moment on it is not ready; after the delay, in which load balancers
 * learn that, event streams end, so that clients go on after their last event elsewhere, and whoever waits for a task's end
 * is answered with the task as it is.
 */
@ApplicationScoped
class Drain {

    private static final Logger LOG = Logger.getLogger(Drain.class);

    private final TaskSignals signals;
    private final Vertx vertx;
    private final Duration delay;

    Drain(TaskSignals signals, Vertx vertx, @ConfigProperty(name = "quarkus.shutdown.delay") Duration delay) {
        this.signals = signals;
        this.vertx = vertx;
        this.delay = delay;
    }

    void begin(@Observes ShutdownDelayInitiatedEvent event) {
        if (delay.isPositive()) {
            vertx.setTimer(delay.toMillis(), ignored -> drain());
        } else {
            drain();
        }
    }

    private void drain() {
        LOG.info("ending event streams and long waits; their clients go on elsewhere");
        signals.drain();
    }
}
