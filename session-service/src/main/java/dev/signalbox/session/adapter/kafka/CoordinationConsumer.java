package dev.signalbox.session.adapter.kafka;

import dev.signalbox.session.app.Batches;
import dev.signalbox.session.app.documents.TellListeners;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.ExecutorService;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** What happens to tasks, sessions and held sandboxes, for whoever listens. */
@ApplicationScoped
class CoordinationConsumer {

    private final TellListeners listeners;
    private final ExecutorService threads;

    CoordinationConsumer(TellListeners listeners, @VirtualThreads ExecutorService threads) {
        this.listeners = listeners;
        this.threads = threads;
    }

    void stop(@Observes ShutdownEvent event) {
        listeners.stop();
    }

    /** One batch after the other. */
    @Incoming("coordination")
    Uni<Void> consume(ConsumerRecords<String, byte[]> records) {
        return Batches.work(threads, listeners::stopping, () -> records.forEach(listeners::tell));
    }
}
