package dev.signalbox.session.adapter.kafka;

import dev.signalbox.session.app.Batches;
import dev.signalbox.session.app.letters.TakeInDeadLetters;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** All dead letters, of whoever could not handle a record. The offset is committed after they are stored. */
@ApplicationScoped
class DeadLettersConsumer {

    private final TakeInDeadLetters takeIn;
    private final ExecutorService threads;

    DeadLettersConsumer(TakeInDeadLetters takeIn, @VirtualThreads ExecutorService threads) {
        this.takeIn = takeIn;
        this.threads = threads;
    }

    void stop(@Observes ShutdownEvent event) {
        takeIn.stop();
    }

    /** One batch after the other. */
    @Incoming("dead-letters")
    Uni<Void> consume(ConsumerRecords<String, byte[]> records) {
        return Batches.work(threads, takeIn::stopping, () -> {
            List<ConsumerRecord<String, byte[]>> batch = new ArrayList<>(records.count());
            records.forEach(batch::add);
            takeIn.takeIn(batch);
        });
    }
}
