package dev.signalbox.registry.adapter.kafka;

import dev.signalbox.contracts.approval.ApprovalDecided;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.kafka.UnreadableRecordException;
import dev.signalbox.registry.app.workbench.GrantProposals;
import io.quarkus.vertx.VertxContextSupport;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/** What humans decided about proposed agents. */
@ApplicationScoped
class DecisionsConsumer {

    private final PatientBatches batches;
    private final GrantProposals proposals;
    private final ExecutorService threads;

    DecisionsConsumer(PatientBatches batches, GrantProposals proposals, @VirtualThreads ExecutorService threads) {
        this.batches = batches;
        this.proposals = proposals;
        this.threads = threads;
    }

    @Incoming("session-events")
    Uni<Void> consume(ConsumerRecords<String, byte[]> records) {
        List<ConsumerRecord<String, byte[]>> decisions = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            if (record.value() != null && RecordType.APPROVAL_DECIDED.ceType().equals(RecordCodec.typeOf(record))) {
                decisions.add(record);
            }
        }
        if (decisions.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom().<Void>item(() -> work(decisions)).runSubscriptionOn(threads);
    }

    private @Nullable Void work(List<ConsumerRecord<String, byte[]>> records) {
        batches.work(records, this::store);
        return null;
    }

    private void store(List<ConsumerRecord<String, byte[]>> records) throws Throwable {
        for (ConsumerRecord<String, byte[]> record : records) {
            ApprovalDecided decided = read(record);
            if (GrantProposals.concerns(decided)) {
                VertxContextSupport.subscribeAndAwait(
                        () -> proposals.decided(decided, RecordCodec.trace(record.headers())));
            }
        }
    }

    private static ApprovalDecided read(ConsumerRecord<String, byte[]> record) {
        try {
            return RecordCodec.decode(record, RecordType.APPROVAL_DECIDED).as(ApprovalDecided.class);
        } catch (UnreadableRecordException | ClassCastException e) {
            throw new PatientBatches.Unreadable(e);
        }
    }
}
