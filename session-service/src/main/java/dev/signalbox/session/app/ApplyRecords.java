package dev.signalbox.session.app;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.telemetry.Steps;
import dev.signalbox.session.app.TaskStore.Advance;
import dev.signalbox.session.app.TaskStore.BatchResult;
import dev.signalbox.session.app.TaskStore.InputPartition;
import dev.signalbox.session.domain.Input;
import dev.signalbox.session.domain.Memory;
import dev.signalbox.session.domain.ledger.Account;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
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
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    /** Progress before results, so that a task's output is told before its end. */
    private static final List<String> ORDER =
            List.of("task-routes", "task-commands", "execution-progress", "execution-results");

    private final TaskStore store;
    private final Log log;
    private final BatchApplier applier;
    private final SessionMemory memory;
    private final Map<InputPartition, Long> next = new HashMap<>();
    private final Map<Integer, Boolean> recovered = new ConcurrentHashMap<>();
    private final Map<String, String> topicIds = new ConcurrentHashMap<>();

    public ApplyRecords(TaskStore store, Log log, BatchApplier applier, SessionMemory memory) {
        this.store = store;
        this.log = log;
        this.applier = applier;
        this.memory = memory;
    }

    /** Partitions were taken away or given: what is known about them may be old. */
    public void partitionsChanged() {
        recovered.clear();
    }

    /** Applies the batch; does not return before its outputs are acknowledged. One batch at a time. */
    public synchronized void apply(List<ReceivedRecord> batch) {
        Duration wait = FIRST_WAIT;
        while (true) {
            try {
                applyOnce(batch);
                return;
            } catch (TaskStore.RefusedException e) {
                applyParts(batch, e);
                return;
            } catch (java.util.concurrent.CancellationException e) {
                throw e;
            } catch (RuntimeException e) {
                // PostgreSQL or Kafka is away, or another instance was faster: begin again from what they say.
                // Only the kind of failure: messages of drivers may quote what tasks contain.
                LOG.warnf("a batch of %d records is tried again in %d ms: %s", batch.size(), wait.toMillis(), kind(e));
                LOG.debug("why", e);
                recovered.clear();
                topicIds.clear();
                pause(wait);
                wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait.multipliedBy(2);
            }
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

    private static void pause(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.util.concurrent.CancellationException("interrupted; the batch is delivered again");
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
        List<ReceivedRecord> fresh = new ArrayList<>();
        Map<InputPartition, Advance> advances = new HashMap<>();
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
        if (fresh.isEmpty()) {
            return;
        }
        fresh.sort(Comparator.comparingInt(record -> ORDER.indexOf(record.topic())));
        // Ends by itself only when all is published: a batch that fails is applied again, in steps of its own.
        Steps steps = new Steps();
        BatchResult result = store.transact(
                ids(fresh, false),
                ids(fresh, true),
                memories(fresh),
                accounts(fresh),
                advances.values(),
                loaded -> applier.apply(fresh, loaded, steps));
        applier.committed();
        for (Advance advance : advances.values()) {
            next.put(advance.partition(), advance.to());
        }
        List<ProducerRecord<String, byte[]>> outputs = new ArrayList<>();
        result.outbox().values().forEach(outputs::addAll);
        log.publish(outputs);
        steps.close();
        if (!result.remembered().isEmpty()) {
            memory.used(result.remembered().values());
        }
    }

    private void recover(int partition) {
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
        recovered.put(partition, true);
    }

    private InputPartition input(ReceivedRecord record) {
        String id = topicIds.computeIfAbsent(record.topic(), log::topicId);
        return new InputPartition(id, record.partition());
    }

    /** Of agents that work in a session; for all others nothing is asked. */
    private static Set<Memory.Key> memories(List<ReceivedRecord> records) {
        Set<Memory.Key> keys = new TreeSet<>();
        for (ReceivedRecord record : records) {
            if (record.input() instanceof Input.Routed routed) {
                Memory.Key.of(
                                routed.request().tenant(),
                                routed.request().sessionId(),
                                routed.chosen().route())
                        .ifPresent(keys::add);
            }
        }
        return keys;
    }

    /** Of sessions that tasks are routed in; those of tasks that are known are found with them. */
    private static Set<Account.Key> accounts(List<ReceivedRecord> records) {
        Set<Account.Key> keys = new TreeSet<>();
        for (ReceivedRecord record : records) {
            if (record.input() instanceof Input.Routed routed
                    && routed.request().sessionId() != null) {
                keys.add(new Account.Key(
                        routed.request().tenant(), routed.request().sessionId()));
            }
        }
        return keys;
    }

    private static Set<TaskId> ids(List<ReceivedRecord> records, boolean reviewsOnly) {
        Set<TaskId> ids = new LinkedHashSet<>();
        for (ReceivedRecord record : records) {
            Input input = record.input();
            if (input != null && (!reviewsOnly || input instanceof Input.Review || input instanceof Input.Decided)) {
                ids.add(input.taskId());
            }
        }
        return ids;
    }
}
