package dev.signalbox.session.adapter.kafka;

import dev.signalbox.session.app.documents.DocumentClock;
import dev.signalbox.session.app.documents.DueDocuments;
import dev.signalbox.session.app.documents.DueIds;
import dev.signalbox.session.app.documents.EventListener;
import dev.signalbox.session.app.documents.OutboxStore;
import dev.signalbox.session.app.documents.PublishChanges;
import dev.signalbox.session.app.documents.TellListeners;
import io.quarkus.arc.All;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.jboss.logging.Logger;

/** Puts together what moves documents. */
@ApplicationScoped
class DocumentWiring {

    private static final Logger LOG = Logger.getLogger(DocumentWiring.class);

    @Produces
    @Singleton
    PublishChanges relay(OutboxStore outbox, KafkaLog log, @VirtualThreads ExecutorService threads) {
        return new PublishChanges(outbox, log, threads);
    }

    @Produces
    @Singleton
    TellListeners listeners(@All List<EventListener> listeners, KafkaLog log, Clock clock) {
        return new TellListeners(listeners, log, clock);
    }

    @Produces
    @Singleton
    DocumentClock clock(DueIds due, @All List<DueDocuments> parts, Clock clock) {
        return new DocumentClock(due, parts, clock);
    }

    /** Runs the clock, and looks for what was not published. */
    @ApplicationScoped
    static class Ticker {

        private final DocumentClock clock;
        private final PublishChanges relay;

        Ticker(DocumentClock clock, PublishChanges relay) {
            this.clock = clock;
            this.relay = relay;
        }

        @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
        @RunOnVirtualThread
        void tick() {
            relay.wake();
            try {
                clock.tick();
            } catch (RuntimeException e) {
                LOG.warnf("the clock is late, it is tried again: %s", e);
            }
        }
    }
}
