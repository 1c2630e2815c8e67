package dev.signalbox.registry.config;

import dev.signalbox.registry.app.Relay;
import dev.signalbox.registry.app.ShipCatalogue;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Brings the shipped data into the store before the service is ready. */
@ApplicationScoped
class CatalogueStart {

    private static final Logger LOG = Logger.getLogger(CatalogueStart.class);

    private final RegistryConfig config;
    private final ShipCatalogue shipCatalogue;
    private final Relay relay;

    CatalogueStart(RegistryConfig config, ShipCatalogue shipCatalogue, Relay relay) {
        this.config = config;
        this.shipCatalogue = shipCatalogue;
        this.relay = relay;
    }

    void onStart(@Observes StartupEvent event) throws Throwable {
        if (config.catalogue().ship()) {
            // The one place that waits: the start-up thread may, and readiness must not come before.
            int changes = VertxContextSupport.subscribeAndAwait(() -> shipCatalogue.ship(CatalogueFiles.read()));
            LOG.infof("catalogue shipped changes=%d", changes);
        }
        relay.wake();
    }
}
