package dev.signalbox.registry.adapter.kafka;

import dev.signalbox.contracts.event.TaskEnded;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.kafka.UnreadableRecordException;
import dev.signalbox.registry.app.workbench.EvidenceStore;
import dev.signalbox.registry.app.workbench.RunPipelines;
import dev.signalbox.registry.domain.workbench.Evidence;
import dev.signalbox.registry.domain.workbench.TaskEnd;
import dev.signalbox.registry.domain.workbench.WorkbenchTasks;
import io.quarkus.vertx.VertxContextSupport;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/**
 * Ends of tasks: of the workbench's own, and of those that agents worked on. Most events are neither, so they are told
 * by their header and a look at the bytes, without reading them.
 */
@ApplicationScoped
class TaskEndsConsumer {

    private static final Set<String> ENDED = Set.of(
            RecordType.TASK_COMPLETED.ceType(), RecordType.TASK_FAILED.ceType(), RecordType.TASK_CANCELLED.ceType());

    /** Stands in every end of a task that an agent worked on; inside of a JSON text it would be escaped. */
    private static final byte[] AGENT = "\"agent\":\"".getBytes(StandardCharsets.UTF_8);

    private final PatientBatches batches;
    private final EvidenceStore evidence;
    private final RunPipelines pipelines;
    private final ExecutorService threads;
    private final Clock clock;

    TaskEndsConsumer(
            PatientBatches batches,
            EvidenceStore evidence,
            RunPipelines pipelines,
            @VirtualThreads ExecutorService threads,
            Clock clock) {
        this.batches = batches;
        this.evidence = evidence;
        this.pipelines = pipelines;
        this.threads = threads;
        this.clock = clock;
    }

    /** One batch after the other; the offset is committed when it is stored. */
    @Incoming("task-events")
    Uni<Void> consume(ConsumerRecords<String, byte[]> records) {
        List<ConsumerRecord<String, byte[]>> ours = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            if (concerns(record)) {
                ours.add(record);
            }
        }
        if (ours.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return Uni.createFrom().<Void>item(() -> work(ours)).runSubscriptionOn(threads);
    }

    private @Nullable Void work(List<ConsumerRecord<String, byte[]>> records) {
        batches.work(records, this::store);
        return null;
    }

    static boolean concerns(ConsumerRecord<String, byte[]> record) {
        String type = RecordCodec.typeOf(record);
        if (record.value() == null || type == null || !ENDED.contains(type)) {
            return false;
        }
        return record.key() != null && record.key().startsWith(WorkbenchTasks.PREFIX)
                || contains(record.value(), AGENT);
    }

    private static boolean contains(byte[] text, byte[] part) {
        for (int i = 0; i <= text.length - part.length; i++) {
            if (text[i] == part[0] && java.util.Arrays.equals(text, i, i + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }

    private void store(List<ConsumerRecord<String, byte[]>> records) throws Throwable {
        List<Evidence.Run> runs = new ArrayList<>();
        List<TaskEnd> ends = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            TaskEnded ended = read(record);
            runs.addAll(Evidence.of(ended));
            if (ended.taskId().value().startsWith(WorkbenchTasks.PREFIX)) {
                ends.add(TaskEnd.of(ended));
            }
        }
        VertxContextSupport.subscribeAndAwait(() -> evidence.count(runs, clock.instant()));
        for (TaskEnd end : ends) {
            VertxContextSupport.subscribeAndAwait(() -> pipelines.taskEnded(end));
        }
    }

    private static TaskEnded read(ConsumerRecord<String, byte[]> record) {
        try {
            return RecordCodec.decode(record, RecordType.TASK_COMPLETED).as(TaskEnded.class);
        } catch (UnreadableRecordException | ClassCastException e) {
            throw new PatientBatches.Unreadable(e);
        }
    }
}
