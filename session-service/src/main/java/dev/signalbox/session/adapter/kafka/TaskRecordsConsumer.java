package dev.signalbox.session.adapter.kafka;

import dev.signalbox.session.app.ApplyRecords;
import dev.signalbox.session.app.Batches;
import dev.signalbox.session.app.ReceivedRecord;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Everything that changes tasks, in batches. The offset is committed after the outputs are acknowledged. */
@ApplicationScoped
class TaskRecordsConsumer {

    private final ApplyRecords apply;
    private final InputReader reader;
    private final ExecutorService threads;

    TaskRecordsConsumer(ApplyRecords apply, InputReader reader, @VirtualThreads ExecutorService threads) {
        this.apply = apply;
        this.reader = reader;
        this.threads = threads;
    }

    /** Partitions that this instance gives up wait for nobody: its partner begins after what was finished here. */
    void stop(@Observes ShutdownEvent event) {
        apply.stop();
    }

    /** One batch after the other: {@code @RunOnVirtualThread} would run them side by side, in any order. */
    @Incoming("task-records")
    Uni<Void> consume(ConsumerRecords<String, byte[]> records) {
        return Batches.work(threads, apply::stopping, () -> applyNow(records));
    }

    private void applyNow(ConsumerRecords<String, byte[]> records) {
        List<ReceivedRecord> batch = new ArrayList<>(records.count());
        for (ConsumerRecord<String, byte[]> record : records) {
            batch.add(reader.read(record));
        }
        apply.apply(batch);
    }

    /** Partitions that move take along what the other instance knew. */
    @ApplicationScoped
    @Identifier("task-records")
    static class Rebalance implements KafkaConsumerRebalanceListener {

        private final ApplyRecords apply;

        Rebalance(ApplyRecords apply) {
            this.apply = apply;
        }

        @Override
        public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
            // All that it has: RangeAssignor gives everything up before it is given anything.
            apply.assigned(partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet()));
        }

        @Override
        public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
            apply.assigned(Set.of());
        }
    }
}
