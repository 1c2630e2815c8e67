package dev.signalbox.session.adapter.kafka;

import dev.signalbox.session.app.ApplyRecords;
import dev.signalbox.session.app.ReceivedRecord;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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

    TaskRecordsConsumer(ApplyRecords apply, InputReader reader) {
        this.apply = apply;
        this.reader = reader;
    }

    @Incoming("task-records")
    @RunOnVirtualThread
    void consume(ConsumerRecords<String, byte[]> records) throws InterruptedException {
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
            apply.partitionsChanged();
        }

        @Override
        public void onPartitionsRevoked(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
            apply.partitionsChanged();
        }
    }
}
