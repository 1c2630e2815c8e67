package dev.signalbox.session.app;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.execution.Conversation;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskRequested.PreviousAttempt;
import dev.signalbox.session.app.TaskStore.BatchResult;
import dev.signalbox.session.app.TaskStore.Kept;
import dev.signalbox.session.app.TaskStore.Loaded;
import dev.signalbox.session.domain.Change;
import dev.signalbox.session.domain.DecayedStatistics;
import dev.signalbox.session.domain.Effect;
import dev.signalbox.session.domain.Input;
import dev.signalbox.session.domain.Memory;
import dev.signalbox.session.domain.Task;
import dev.signalbox.session.domain.TaskLifecycle;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Applies the records of a batch to its tasks, in order, and collects what is written and published. */
public final class BatchApplier {

    private static final Logger LOG = Logger.getLogger(BatchApplier.class);

    /** Room for headers and the frame of a record batch. */
    private static final int LARGEST = Topics.MAX_RECORD_BYTES - 64 * 1024;

    private final TaskLifecycle lifecycle;
    private final RecordCodec codec;
    private final Clock clock;
    private final TaskObserver observer;

    public BatchApplier(TaskLifecycle lifecycle, RecordCodec codec, Clock clock, TaskObserver observer) {
        this.lifecycle = lifecycle;
        this.codec = codec;
        this.clock = clock;
        this.observer = observer;
    }

    BatchResult apply(List<ReceivedRecord> records, Loaded loaded) {
        return apply(records, loaded, clock.instant());
    }

    /**
     * Applies records that were applied before, into tables that do not know it.
     *
     * @param then when they came
     * @param isNew whether an output was not published then
     */
    BatchResult applyAgain(
            List<ReceivedRecord> records,
            Loaded loaded,
            Instant then,
            Predicate<ProducerRecord<String, byte[]>> isNew) {
        Instant now = clock.instant();
        BatchResult result = apply(records, loaded, then.isAfter(now) ? now : then);
        result.outbox().values().forEach(outputs -> outputs.removeIf(isNew.negate()));
        return result;
    }

    private BatchResult apply(List<ReceivedRecord> records, Loaded loaded, Instant instant) {
        // PostgreSQL keeps microseconds; an alarm must equal the time it was set for.
        Instant now = instant.truncatedTo(ChronoUnit.MICROS);
        Map<TaskId, Task> changed = new LinkedHashMap<>();
        List<Kept> kept = new ArrayList<>();
        Map<Integer, List<ProducerRecord<String, byte[]>>> outbox = new HashMap<>();
        SortedMap<String, DecayedStatistics> observed = new TreeMap<>();
        SortedMap<Memory.Key, Memory> remembered = new TreeMap<>();
        SessionBatch session = new SessionBatch(loaded);
        for (ReceivedRecord record : records) {
            List<ProducerRecord<String, byte[]>> outputs =
                    outbox.computeIfAbsent(record.partition(), ignored -> new ArrayList<>());
            Input input = record.input();
            if (input == null) {
                outputs.add(record.deadLetter().because("unreadable"));
                continue;
            }
            Task before = changed.getOrDefault(input.taskId(), loaded.task(input.taskId()));
            List<ProducerRecord<String, byte[]>> following = new ArrayList<>();
            List<Kept> rows = new ArrayList<>();
            Change change;
            try {
                SessionBatch.Permitted permitted = session.permit(input);
                change = lifecycle.apply(before, permitted.input(), now);
                for (Effect effect : change.effects()) {
                    follow(
                            input.taskId(),
                            session.withMessages(effect),
                            change.task(),
                            record.traceparent(),
                            loaded,
                            now,
                            following,
                            rows);
                }
                session.applied(permitted, change, now);
            } catch (RuntimeException e) {
                LOG.errorf(
                        e,
                        "topic=%s partition=%d offset=%d taskId=%s goes to the dead letters",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        input.taskId());
                outputs.add(record.deadLetter().because(e.getClass().getSimpleName() + ": " + e.getMessage()));
                continue;
            }
            outputs.addAll(following);
            kept.addAll(rows);
            observe(change.effects(), observed, remembered, now);
            Task after = change.task();
            if (after != null && after != before) {
                changed.put(after.id(), after);
                if (input instanceof Input.Routed routed) {
                    observer.routed(routed);
                }
                observer.changed(before, after, change.effects());
            }
        }
        return new BatchResult(
                changed.values(), kept, outbox, observed, remembered, loaded.ledger(), session.delivered(), now);
    }

    private static void observe(
            List<Effect> effects,
            SortedMap<String, DecayedStatistics> observed,
            SortedMap<Memory.Key, Memory> remembered,
            Instant now) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Remember(var memory)) {
                remembered.merge(memory.key(), memory, Memory::or);
            }
            if (effect instanceof Effect.Observe(var observation)) {
                observed.merge(
                        observation.routeClass(),
                        DecayedStatistics.none(now).plus(observation),
                        (sum, ignored) -> sum.plus(observation));
            }
        }
    }

    private void follow(
            TaskId id,
            Effect effect,
            @Nullable Task task,
            @Nullable String traceparent,
            Loaded loaded,
            Instant now,
            List<ProducerRecord<String, byte[]>> outputs,
            List<Kept> kept) {
        String key = id.value();
        switch (effect) {
            case Effect.Tell tell ->
                outputs.add(codec.encode(Topics.TASK_EVENTS, key, tell.id(), tell.event(), now, traceparent));
            case Effect.Dispatch dispatch ->
                outputs.add(dispatched(dispatch.id(), withMemory(dispatch.execution(), loaded), now, traceparent));
            case Effect.Stop stop ->
                outputs.add(codec.encode(Topics.EXECUTION_CONTROL, key, stop.id(), stop.stop(), now, traceparent));
            case Effect.Answer answer ->
                outputs.add(
                        codec.encode(Topics.EXECUTION_CONTROL, key, answer.id(), answer.answer(), now, traceparent));
            case Effect.RouteAgain again ->
                outputs.add(codec.encode(
                        Topics.TASK_REQUESTS, key, again.id(), request(id, again, task, loaded), now, traceparent));
            case Effect.Withdraw withdraw ->
                outputs.add(codec.encode(
                        Topics.SESSION_EVENTS,
                        withdraw.withdrawn().approvalId().value(),
                        withdraw.id(),
                        withdraw.withdrawn(),
                        now,
                        traceparent));
            case Effect.LookAgain look ->
                outputs.add(codec.encode(Topics.TASK_COMMANDS, key, look.id(), look.review(), now, traceparent));
            case Effect.KeepAttempt attempt -> kept.add(new Kept(id, attempt));
            case Effect.SettleAttempt settled -> kept.add(new Kept(id, settled));
            case Effect.Observe ignored -> {
                // Summed up for the whole batch.
            }
            case Effect.Remember ignored -> {
                // One row for each agent and session of the batch.
            }
            case Effect.KeepResult result -> kept.add(new Kept(id, result));
        }
    }

    private static ExecutionRequested withMemory(ExecutionRequested execution, Loaded loaded) {
        if (execution.conversation() != null || loaded.memories().isEmpty()) {
            return execution;
        }
        Conversation memory =
                Memory.Key.of(execution).map(loaded.memories()::get).orElse(null);
        return memory == null ? execution : execution.carrying(execution.carriedFiles(), memory);
    }

    /** What earlier work left is worth less than the attempt: where both are no record together, it goes without. */
    private ProducerRecord<String, byte[]> dispatched(
            String id, ExecutionRequested execution, Instant now, @Nullable String traceparent) {
        String topic = Topics.executions(execution.route().backend());
        String key = execution.taskId().value();
        ProducerRecord<String, byte[]> record = codec.encode(topic, key, id, execution, now, traceparent);
        if (record.value().length > LARGEST && !execution.carriedFiles().isEmpty()) {
            LOG.warnf("taskId=%s goes on without the files of its last attempt: they are too large together", key);
            ExecutionRequested lighter = execution.carrying(List.of(), execution.conversation());
            record = codec.encode(topic, key, id, lighter, now, traceparent);
        }
        if (record.value().length > LARGEST && execution.conversation() != null) {
            LOG.warnf("taskId=%s begins without what its agent remembers: they are too large together", key);
            record = codec.encode(topic, key, id, execution.carrying(List.of(), null), now, traceparent);
        }
        return record;
    }

    private static TaskRequested request(TaskId id, Effect.RouteAgain again, @Nullable Task task, Loaded loaded) {
        TaskRequested first = loaded.requests().get(id);
        if (first == null || task == null) {
            throw new IllegalStateException("the request of " + id + " is not kept");
        }
        List<PreviousAttempt> previous = task.past().stream()
                .map(past -> new PreviousAttempt(
                        past.attempt(),
                        past.route().backend(),
                        past.route().tier(),
                        past.route().model(),
                        past.outcome() == null
                                ? "worker_lost"
                                : past.outcome().name().toLowerCase(java.util.Locale.ROOT),
                        past.cause()))
                .toList();
        AgentDeployed granted = again.granted();
        return new TaskRequested(
                id,
                first.tenant(),
                first.sessionId(),
                again.attempt(),
                previous,
                again.plan(),
                first.task(),
                first.requestedAt(),
                granted == null ? first.agents() : List.of(granted),
                granted == null ? first.among() : List.of(granted.agentId()));
    }
}
