package dev.signalbox.registry.adapter.clock;

import dev.signalbox.registry.app.AnnounceMissing;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Looks once after the start whether the log knows what is on duty; again only where Kafka was away. */
@ApplicationScoped
class AnnounceMissingTicker {

    private static final Logger LOG = Logger.getLogger(AnnounceMissingTicker.class);

    private final AnnounceMissing missing;
    private volatile boolean looked;

    AnnounceMissingTicker(AnnounceMissing missing) {
        this.missing = missing;
    }

    @Scheduled(
            identity = "announce-missing",
            every = "{registry.announce-missing.every}",
            delayed = "2s",
            concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> look() {
        if (looked) {
            return Uni.createFrom().voidItem();
        }
        return missing.announce()
                .invoke(count -> {
                    looked = true;
                    if (count > 0) {
                        LOG.infof("announced again what the log did not know count=%d", count);
                    }
                })
                .onFailure()
                .invoke(failure -> LOG.warnf("whether the log knows all agents is looked at later: %s", failure))
                .onFailure()
                .recoverWithItem(0)
                .replaceWithVoid();
    }
}
