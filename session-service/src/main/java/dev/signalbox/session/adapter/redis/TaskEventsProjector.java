package dev.signalbox.session.adapter.redis;

import dev.signalbox.contracts.Topics;
import dev.signalbox.session.app.Batches;
import dev.signalbox.session.app.Log;
import dev.signalbox.session.app.LogStretch;
import dev.signalbox.session.app.Patience;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Keeps the event streams in Redis. How far a partition was written stands in Redis itself, so that whatever Redis lost,
 * the last second or everything, is found missing and written again from the log before anything newer.
 */
@ApplicationScoped
class TaskEventsProjector {

    private static final Logger LOG = Logger.getLogger(TaskEventsProjector.class);
    private static final int CHUNK = 500;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final ProjectionStore store;
    private final LogStretch log;
    private final Log topics;
    private final ExecutorService threads;
    private boolean begun;
    private final Patience patience = new Patience(LONGEST_WAIT);
    /** Next offset of each partition that this instance projects. */
    private final Map<Integer, Long> next = new ConcurrentHashMap<>();

    TaskEventsProjector(ProjectionStore store, LogStretch log, Log topics, @VirtualThreads ExecutorService threads) {
        this.store = store;
        this.log = log;
        this.topics = topics;
        this.threads = threads;
    }

    /** Lets what is under way finish while Redis is there; the rest is delivered to whoever comes next. */
    void stop(@Observes ShutdownEvent event) {
        patience.stop();
        synchronized (this) {
            LOG.debug("nothing is under way any more");
        }
    }

    /** One batch after the other; the order of a stream depends on it. */
    @Incoming("task-events")
    Uni<Void> project(ConsumerRecords<String, byte[]> records) {
        return Batches.work(threads, patience::stopping, () -> projectNow(records));
    }

    private void projectNow(ConsumerRecords<String, byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            projectUntilDone(partition.partition(), records.records(partition));
        }
    }

    private void projectUntilDone(int partition, List<ConsumerRecord<String, byte[]>> events) {
        patience.untilDone(
                () -> project(partition, events),
                (failure, wait) -> LOG.warnf(
                        "the projection of partition %d waits %d ms for Redis: %s",
                        partition, wait.toMillis(), failure));
    }

    private synchronized void project(int partition, List<ConsumerRecord<String, byte[]>> events) {
        if (!begun) {
            store.begin(topics.topicId(Topics.TASK_EVENTS));
            begun = true;
        }
        long first = events.getFirst().offset();
        long end = events.getLast().offset() + 1;
        long position = fillUpTo(partition, first);
        List<ConsumerRecord<String, byte[]>> fresh =
                events.stream().filter(event -> event.offset() >= position).toList();
        if (!fresh.isEmpty()) {
            store.write(partition, fresh, end);
        }
        next.put(partition, Math.max(end, position));
    }

    /** Writes what Redis lacks before the offset; returns how far Redis is then. */
    private long fillUpTo(int partition, long offset) {
        Optional<Long> position = store.position(partition);
        long from = position.orElse(0L);
        if (from >= offset) {
            return from;
        }
        LOG.infof(
                "events are written to Redis again topic=task-events partition=%d offset=%d until=%d",
                partition, from, offset);
        List<ConsumerRecord<String, byte[]>> chunk = new ArrayList<>(CHUNK);
        log.read(Topics.TASK_EVENTS, partition, from, offset, event -> {
            chunk.add(event);
            if (chunk.size() == CHUNK) {
                store.write(partition, chunk, event.offset() + 1);
                chunk.clear();
            }
        });
        store.write(partition, chunk, offset);
        return offset;
    }

    /** Notices that Redis lost data while nothing happens. */
    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    @RunOnVirtualThread
    void look() {
        next.forEach((partition, offset) -> {
            try {
                lookAt(partition, offset);
            } catch (RuntimeException e) {
                LOG.debugf("Redis is away: %s", e);
            }
        });
    }

    private synchronized void lookAt(int partition, long offset) {
        if (store.position(partition).orElse(0L) < offset) {
            fillUpTo(partition, offset);
        }
    }
}
