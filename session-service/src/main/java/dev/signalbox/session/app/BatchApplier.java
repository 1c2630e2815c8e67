package dev.signalbox.session.app;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.Topics;
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
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Applies the records of a batch to its tasks, in order, and collects what is written and published. */
public final class BatchApplier {

    private static final Logger LOG = Logger.getLogger(BatchApplier.class);

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
        // PostgreSQL keeps microseconds; an alarm must equal the time it was set for.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Map<TaskId, Task> changed = new LinkedHashMap<>();
        List<Kept> kept = new ArrayList<>();
        Map<Integer, List<ProducerRecord<String, byte[]>>> outbox = new HashMap<>();
        SortedMap<String, DecayedStatistics> observed = new TreeMap<>();
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
                change = lifecycle.apply(before, input, now);
                for (Effect effect : change.effects()) {
                    follow(input.taskId(), effect, change.task(), record.traceparent(), loaded, now, following, rows);
                }
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
            observe(change.effects(), observed, now);
            Task after = change.task();
            if (after != null && after != before) {
                changed.put(after.id(), after);
                if (input instanceof Input.Routed routed) {
                    observer.routed(routed);
                }
                observer.changed(before, after, change.effects());
            }
        }
        return new BatchResult(changed.values(), kept, outbox, observed, now);
    }

    private static void observe(List<Effect> effects, SortedMap<String, DecayedStatistics> observed, Instant now) {
        for (Effect effect : effects) {
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
                outputs.add(codec.encode(
                        Topics.executions(dispatch.execution().route().backend()),
                        key,
                        dispatch.id(),
                        dispatch.execution(),
                        now,
                        traceparent));
            case Effect.Stop stop ->
                outputs.add(codec.encode(Topics.EXECUTION_CONTROL, key, stop.id(), stop.stop(), now, traceparent));
            case Effect.RouteAgain again ->
                outputs.add(codec.encode(
                        Topics.TASK_REQUESTS, key, again.id(), request(id, again, task, loaded), now, traceparent));
            case Effect.LookAgain look ->
                outputs.add(codec.encode(Topics.TASK_COMMANDS, key, look.id(), look.review(), now, traceparent));
            case Effect.KeepAttempt attempt -> kept.add(new Kept(id, attempt));
            case Effect.SettleAttempt settled -> kept.add(new Kept(id, settled));
            case Effect.Observe ignored -> {
                // Summed up for the whole batch.
            }
            case Effect.KeepResult result -> kept.add(new Kept(id, result));
        }
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
        return new TaskRequested(
                id,
                first.tenant(),
                first.sessionId(),
                again.attempt(),
                previous,
                again.plan(),
                first.task(),
                first.requestedAt());
    }
}
