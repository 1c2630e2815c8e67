package dev.signalbox.session.app.audit;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.audit.AuditRecorded;
import dev.signalbox.contracts.kafka.DeadLetters;
import dev.signalbox.contracts.kafka.UnreadableRecordException;
import dev.signalbox.session.app.Log;
import java.time.Clock;
import java.util.ArrayList;
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

    private final AuditTrail trail;
    private final Log log;
    private final Clock clock;
    private final LongAdder appended = new LongAdder();

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
        Set<TaskId> tasks = acts.stream()
                .map(ActsOfRecords.Act::ofTask)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
        Map<TaskId, TenantId> tenants = tasks.isEmpty() ? Map.of() : trail.tenantsOf(tasks);
        List<AuditRecorded> recorded = new ArrayList<>(acts.size());
        for (ActsOfRecords.Act act : acts) {
            @Nullable TaskId task = act.ofTask();
            recorded.add(act.by().apply(task == null ? UNKNOWN : tenants.getOrDefault(task, UNKNOWN)));
        }
        return recorded;
    }

    /** Entries that this instance has appended. */
    public long appended() {
        return appended.sum();
    }
}
