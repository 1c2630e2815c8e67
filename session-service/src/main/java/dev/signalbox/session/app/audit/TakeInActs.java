package dev.signalbox.session.app.audit;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.audit.AuditRecorded;
import dev.signalbox.contracts.kafka.DeadLetters;
import dev.signalbox.contracts.kafka.UnreadableRecordException;
import dev.signalbox.session.app.Log;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Appends what records say was done, a batch at a time. Taken in again, a batch adds nothing. */
public final class TakeInActs {

    /** Whose chain has commands about tasks that nobody knows. */
    static final TenantId UNKNOWN = new TenantId("unknown");

    /** How long an end waits for its task: tables that were put back learn of it again from the log. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final AuditTrail trail;
    private final Log log;
    private final Clock clock;
    private final LongAdder appended = new LongAdder();
    private @Nullable Instant behindSince;

    public TakeInActs(AuditTrail trail, Log log, Clock clock) {
        this.trail = trail;
        this.log = log;
        this.clock = clock;
    }

    /** Returns when all of it is in the trail, or among the dead letters because nobody could read it. */
    public void takeIn(Iterable<ConsumerRecord<String, byte[]>> records) {
        List<ActsOfRecords.Act> acts = new ArrayList<>();
        List<ProducerRecord<String, byte[]>> dead = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            try {
                ActsOfRecords.of(record).ifPresent(acts::add);
            } catch (UnreadableRecordException e) {
                dead.add(DeadLetters.of(record, "" + e.getMessage(), "session-service", clock.instant()));
            }
        }
        log.publish(dead);
        if (!acts.isEmpty()) {
            appended.add(trail.append(recorded(acts), clock.instant()));
        }
    }

    private List<AuditRecorded> recorded(List<ActsOfRecords.Act> acts) {
        Map<TaskId, TenantId> tenants = tenants(acts);
        awaitTasks(acts, tenants);
        List<AuditRecorded> recorded = new ArrayList<>(acts.size());
        for (ActsOfRecords.Act act : acts) {
            @Nullable TaskId task = act.ofTask();
            recorded.add(act.by().apply(task == null ? UNKNOWN : tenants.getOrDefault(task, UNKNOWN)));
        }
        return recorded;
    }

    /** By the tasks themselves, by what the trail has of them, and by what is taken in with them. */
    private Map<TaskId, TenantId> tenants(List<ActsOfRecords.Act> acts) {
        Set<TaskId> tasks = acts.stream()
                .map(ActsOfRecords.Act::ofTask)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        if (tasks.isEmpty()) {
            return Map.of();
        }
        Map<TaskId, TenantId> tenants = new HashMap<>(trail.tenantsOf(tasks));
        for (ActsOfRecords.Act act : acts) {
            if (act.ofTask() == null) {
                AuditRecorded record = act.by().apply(UNKNOWN);
                if (record.action().equals(ActsOfRecords.SUBMIT) && record.subjectId() != null) {
                    tenants.putIfAbsent(new TaskId(record.subjectId()), record.tenant());
                }
            }
        }
        return tenants;
    }

    private void awaitTasks(List<ActsOfRecords.Act> acts, Map<TaskId, TenantId> tenants) {
        boolean behind = acts.stream().anyMatch(act -> act.ofKnownTask() && !tenants.containsKey(act.ofTask()));
        Instant now = clock.instant();
        if (behind && (behindSince == null || now.isBefore(behindSince.plus(PATIENCE)))) {
            behindSince = behindSince == null ? now : behindSince;
            throw new TablesBehindException();
        }
        behindSince = null;
    }

    /** The end of a task is told that the tables do not know yet: to be taken in a little later. */
    static final class TablesBehindException extends RuntimeException {

        TablesBehindException() {
            super("the tables do not know of a task that ended");
        }
    }

    /** Entries that this instance has appended. */
    public long appended() {
        return appended.sum();
    }
}
