package dev.signalbox.session.app;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.telemetry.Steps;
import dev.signalbox.session.app.TaskStore.Advance;
import dev.signalbox.session.app.TaskStore.BatchResult;
import dev.signalbox.session.app.TaskStore.InputPartition;
import dev.signalbox.session.app.TaskStore.Loaded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;

/**
 * Applies batches of records, each exactly once although each may be delivered again.
 *
 * <p>A batch is one transaction: changed tasks, how far the input partitions were applied, and what is to be published.
 * Then it is published. After a crash, or when partitions come from another instance, what the last batch of a partition
 * was to publish is compared with the log, and what is missing is published before anything else.
 */
public final class ApplyRecords {

    private static final Logger LOG = Logger.getLogger(ApplyRecords.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /** The topics in the order in which a batch is applied: progress before results, so that output is told before the end. */
    public static final List<String> INPUTS =
            List.of("task-routes", "task-commands", "execution-progress", "execution-results");

    private final TaskStore store;
    private final Log log;
    private final BatchApplier applier;
    private final SessionMemory memory;
    private final CatchUp catchUp;
    private final Runnable beforeAll;
    private final Set<Integer> assigned = ConcurrentHashMap.newKeySet();
    private boolean begun;
    private final Patience patience = new Patience(LONGEST_WAIT);
    private final Map<InputPartition, Long> next = new HashMap<>();
    private final Map<Integer, Boolean> recovered = new ConcurrentHashMap<>();
    private final Map<String, String> topicIds = new ConcurrentHashMap<>();

    /** Where the tables are never older than the log. */
    public ApplyRecords(TaskStore store, Log log, BatchApplier applier, SessionMemory memory) {
        this(store, log, applier, memory, InputLog.NONE, () -> {});
    }

    /**
     * One that also catches up where the tables were put back to an earlier time.
     *
     * @param beforeAll is done once before anything else; what it throws is tried again like anything else
     */
    public ApplyRecords(
            TaskStore store, Log log, BatchApplier applier, SessionMemory memory, InputLog inputs, Runnable beforeAll) {
        this.store = store;
        this.log = log;
        this.applier = applier;
        this.memory = memory;
        this.catchUp = new CatchUp(store, inputs, this::topicId);
        this.beforeAll = beforeAll;
    }

    /** Partitions were taken away or given: what is known about them may be old. */
    public void partitionsChanged() {
        recovered.clear();
    }

    /** These partitions, by number, are this instance's now. */
    public void assigned(Collection<Integer> partitions) {
        partitionsChanged();
        assigned.clear();
        assigned.addAll(partitions);
    }

    /** Whether nothing more is applied. */
    public boolean stopping() {
        return patience.stopping();
    }

    /** Lets the batch under way finish, while there are still PostgreSQL and Kafka to finish it with; takes no other. */
    public void stop() {
        patience.stop();
        synchronized (this) {
            LOG.debug("nothing is under way any more");
        }
    }

    /**
     * Looks after partitions that are this instance's although no record of them comes: what a stop kept back is
     * published, and what the tables lack is applied.
     */
    public synchronized void lookAfter() {
        for (int partition : assigned) {
            if (!recovered.containsKey(partition) && !patience.stopping()) {
                recover(partition);
            }
        }
    }

    /** Applies the batch; does not return before its outputs are acknowledged. One batch at a time. */
    public synchronized void apply(List<ReceivedRecord> batch) {
        patience.untilDone(() -> applyOrSetAside(batch), (failure, wait) -> {
            // PostgreSQL or Kafka is away, or another instance was faster: begin again from what they say.
            // Only the kind of failure: messages of drivers may quote what tasks contain.
            LOG.warnf(
                    "a batch of %d records is tried again in %d ms: %s", batch.size(), wait.toMillis(), kind(failure));
            LOG.debug("why", failure);
            recovered.clear();
            topicIds.clear();
        });
    }

    private void applyOrSetAside(List<ReceivedRecord> batch) {
        try {
            applyOnce(batch);
        } catch (TaskStore.RefusedException e) {
            applyParts(batch, e);
        }
    }

    /** Finds the record that cannot be stored, and makes it a dead letter. */
    private void applyParts(List<ReceivedRecord> batch, TaskStore.RefusedException refused) {
        if (batch.size() == 1) {
            ReceivedRecord record = batch.getFirst();
            LOG.errorf(
                    "topic=%s partition=%d offset=%d goes to the dead letters: %s",
                    record.topic(), record.partition(), record.offset(), refused.getMessage());
            apply(List.of(record.refused()));
            return;
        }
        // Partitions are whole and in order in each part, as applying one record at a time would have them.
        for (ReceivedRecord record : batch) {
            apply(List.of(record));
        }
    }

    private static String kind(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return failure.getClass().getSimpleName()
                + (cause == failure ? "" : " by " + cause.getClass().getSimpleName());
    }

    private void applyOnce(List<ReceivedRecord> batch) {
        Set<Integer> partitions = new TreeSet<>();
        Set<InputPartition> inputs = new LinkedHashSet<>();
        for (ReceivedRecord record : batch) {
            partitions.add(record.partition());
            inputs.add(input(record));
        }
        for (int partition : partitions) {
            if (!recovered.containsKey(partition)) {
                recover(partition);
            }
        }
        if (!next.keySet().containsAll(inputs)) {
            next.putAll(store.progress(inputs));
        }
        for (int partition : gaps(batch)) {
            var ignored = catchUp.catchUp(partition, true, this::applyAgain);
        }
        Map<InputPartition, Advance> advances = new HashMap<>();
        List<ReceivedRecord> fresh = fresh(batch, advances);
        if (fresh.isEmpty()) {
            return;
        }
        fresh.sort(Comparator.comparingInt(record -> INPUTS.indexOf(record.topic())));
        // Ends by itself only when all is published: a batch that fails is applied again, in steps of its own.
        Steps steps = new Steps();
        commit(fresh, advances, loaded -> applier.apply(fresh, loaded, steps));
        steps.close();
    }

    private void commit(
            List<ReceivedRecord> fresh, Map<InputPartition, Advance> advances, Function<Loaded, BatchResult> change) {
        BatchResult result = store.transact(
                Needs.tasks(fresh),
                Needs.requests(fresh),
                Needs.memories(fresh),
                Needs.accounts(fresh),
                advances.values(),
                change);
        applier.committed();
        for (Advance advance : advances.values()) {
            next.put(advance.partition(), advance.to());
        }
        List<ProducerRecord<String, byte[]>> outputs = new ArrayList<>();
        result.outbox().values().forEach(outputs::addAll);
        log.publish(outputs);
        if (!result.remembered().isEmpty()) {
            memory.used(result.remembered().values());
        }
    }

    /** Partitions of which a record comes later than the tables expect. */
    private Set<Integer> gaps(List<ReceivedRecord> batch) {
        Set<Integer> gaps = new TreeSet<>();
        Set<InputPartition> seen = new HashSet<>();
        for (ReceivedRecord record : batch) {
            InputPartition input = input(record);
            if (seen.add(input) && record.offset() > next.getOrDefault(input, 0L)) {
                gaps.add(record.partition());
            }
        }
        return gaps;
    }

    private List<ReceivedRecord> fresh(List<ReceivedRecord> batch, Map<InputPartition, Advance> advances) {
        List<ReceivedRecord> fresh = new ArrayList<>();
        for (ReceivedRecord record : batch) {
            InputPartition input = input(record);
            long from = next.getOrDefault(input, 0L);
            if (record.offset() >= from) {
                fresh.add(record);
                advances.merge(
                        input,
                        new Advance(input, from, record.offset() + 1),
                        (a, b) -> new Advance(input, from, Math.max(a.to(), b.to())));
            }
        }
        return fresh;
    }

    /** What is applied again keeps its order and its time; what it led to then stands in the log. */
    private void applyAgain(List<ReceivedRecord> records, Instant at, Set<String> published) {
        Set<InputPartition> inputs = new LinkedHashSet<>();
        records.forEach(record -> inputs.add(input(record)));
        if (!next.keySet().containsAll(inputs)) {
            next.putAll(store.progress(inputs));
        }
        Map<InputPartition, Advance> advances = new HashMap<>();
        List<ReceivedRecord> fresh = fresh(records, advances);
        if (fresh.isEmpty()) {
            return;
        }
        try {
            commit(
                    fresh,
                    advances,
                    loaded -> applier.applyAgain(fresh, loaded, at, record -> isNew(record, published)));
        } catch (TaskStore.RefusedException e) {
            if (fresh.size() == 1) {
                applyAgain(List.of(fresh.getFirst().refused()), at, published);
            } else {
                fresh.forEach(record -> applyAgain(List.of(record), at, published));
            }
        }
    }

    /** Requests and reviews are asked for again: what does not fit any more changes nothing. */
    private boolean isNew(ProducerRecord<String, byte[]> record, Set<String> published) {
        return record.topic().equals(Topics.TASK_REQUESTS)
                || record.topic().equals(Topics.TASK_COMMANDS)
                || !published.contains(log.identity(record));
    }

    private void recover(int partition) {
        if (!begun) {
            beforeAll.run();
            begun = true;
        }
        next.keySet().removeIf(input -> input.partition() == partition);
        store.pending(partition).ifPresent(pending -> {
            Set<String> topics = new TreeSet<>();
            pending.records().forEach(record -> topics.add(record.topic()));
            Set<String> published = log.publishedSince(pending.writtenAt().minusSeconds(1), topics);
            List<ProducerRecord<String, byte[]>> missing = pending.records().stream()
                    .filter(record -> !published.contains(log.identity(record)))
                    .toList();
            if (!missing.isEmpty()) {
                LOG.infof(
                        "publishing what a stop kept back partition=%d records=%d of=%d",
                        partition, missing.size(), pending.records().size());
                log.publish(missing);
            }
        });
        var ignored = catchUp.catchUp(partition, false, this::applyAgain);
        recovered.put(partition, true);
    }

    private InputPartition input(ReceivedRecord record) {
        return new InputPartition(topicId(record.topic()), record.partition());
    }

    private String topicId(String topic) {
        return topicIds.computeIfAbsent(topic, log::topicId);
    }
}
