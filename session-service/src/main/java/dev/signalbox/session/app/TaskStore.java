package dev.signalbox.session.app;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.execution.Conversation;
import dev.signalbox.contracts.execution.ExecutionRequested.SessionMessage;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.session.domain.DecayedStatistics;
import dev.signalbox.session.domain.Effect;
import dev.signalbox.session.domain.Memory;
import dev.signalbox.session.domain.Task;
import dev.signalbox.session.domain.ledger.Account;
import dev.signalbox.session.domain.ledger.Ledger;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Keeps tasks. A batch is one transaction. Methods block; call them on a virtual thread. */
public interface TaskStore {

    /** A partition of an input topic; the topic by its Kafka id, so that a topic made anew starts anew. */
    record InputPartition(String topicId, int partition) {}

    /** How far an input partition was applied before and after the batch. */
    record Advance(InputPartition partition, long from, long to) {}

    /** Effects that are rows. */
    record Kept(TaskId task, Effect effect) {}

    /**
     * What a batch writes.
     *
     * @param outbox what is published afterwards, by partition number
     * @param observed what was seen of route classes, to be added to their statistics
     * @param remembered what agents remember from now on
     * @param ledger what became of the money of sessions
     * @param delivered messages that go to agents
     */
    record BatchResult(
            Collection<Task> changed,
            List<Kept> kept,
            Map<Integer, List<ProducerRecord<String, byte[]>>> outbox,
            SortedMap<String, DecayedStatistics> observed,
            SortedMap<Memory.Key, Memory> remembered,
            Ledger ledger,
            List<Delivery> delivered,
            Instant at) {

        /** Of a batch without sessions. */
        public BatchResult(
                Collection<Task> changed,
                List<Kept> kept,
                Map<Integer, List<ProducerRecord<String, byte[]>>> outbox,
                SortedMap<String, DecayedStatistics> observed,
                SortedMap<Memory.Key, Memory> remembered,
                Instant at) {
            this(changed, kept, outbox, observed, remembered, Ledger.none(), List.of(), at);
        }
    }

    /** A message goes to an agent with a task. */
    record Delivery(Account.Key session, long messageId, TaskId task) {}

    /**
     * A message that was sent to an agent.
     *
     * @param deliveredTo the task that it went with; absent while it waits
     */
    record Waiting(
            Memory.Key receiver,
            long messageId,
            SessionMessage message,
            @Nullable TaskId deliveredTo) {}

    /** What the last batch of a partition was to publish. */
    record Pending(Instant writtenAt, List<ProducerRecord<String, byte[]>> records) {}

    /** Next offset to apply of each partition; absent when none was applied. */
    Map<InputPartition, Long> progress(Collection<InputPartition> partitions);

    /** What may not have been published yet. */
    Optional<Pending> pending(int partition);

    /**
     * Loads the tasks, has them changed and writes the result, all or nothing.
     *
     * @throws FencedException when another instance has applied the partitions meanwhile
     * @throws RefusedException when the data cannot be stored
     */
    default BatchResult transact(
            Collection<TaskId> tasks,
            Collection<TaskId> requestsNeeded,
            Collection<Memory.Key> memoriesNeeded,
            Collection<Advance> advances,
            Function<Loaded, BatchResult> change) {
        return transact(tasks, requestsNeeded, memoriesNeeded, List.of(), advances, change);
    }

    /**
     * The same with the accounts of these sessions, and of those that the tasks belong to, locked.
     *
     * @throws FencedException when another instance has applied the partitions meanwhile
     * @throws RefusedException when the data cannot be stored
     */
    BatchResult transact(
            Collection<TaskId> tasks,
            Collection<TaskId> requestsNeeded,
            Collection<Memory.Key> memoriesNeeded,
            Collection<Account.Key> accountsNeeded,
            Collection<Advance> advances,
            Function<Loaded, BatchResult> change);

    /**
     * What a batch begins with.
     *
     * @param ledger accounts of the sessions that the batch is about
     * @param messages to the agents whose memories were asked for, the oldest first
     */
    record Loaded(
            Map<TaskId, Task> tasks,
            Map<TaskId, TaskRequested> requests,
            Map<Memory.Key, Conversation> memories,
            Ledger ledger,
            List<Waiting> messages) {

        /** Without sessions. */
        public Loaded(
                Map<TaskId, Task> tasks, Map<TaskId, TaskRequested> requests, Map<Memory.Key, Conversation> memories) {
            this(tasks, requests, memories, Ledger.none(), List.of());
        }

        public @Nullable Task task(TaskId id) {
            return tasks.get(id);
        }
    }

    /** Another instance took over. */
    final class FencedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public FencedException() {
            super("another instance has applied these partitions");
        }
    }

    /** The store will never take the data of this batch. */
    final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public RefusedException(String message) {
            super(message);
        }
    }
}
