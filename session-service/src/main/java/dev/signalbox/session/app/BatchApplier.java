package dev.signalbox.session.app;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.execution.Conversation;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.task.TaskRequested.PreviousAttempt;
import dev.signalbox.contracts.telemetry.Step;
import dev.signalbox.contracts.telemetry.Steps;
import dev.signalbox.contracts.telemetry.Tracing;
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
    /** What the observer is told when the batch is committed. */
    private final List<Runnable> untold = new ArrayList<>();

    private final TaskSteps traces;

    /** Without spans. */
    public BatchApplier(TaskLifecycle lifecycle, RecordCodec codec, Clock clock, TaskObserver observer) {
        this(lifecycle, codec, clock, observer, Tracing.OFF);
    }

    public BatchApplier(
            TaskLifecycle lifecycle, RecordCodec codec, Clock clock, TaskObserver observer, Tracing tracing) {
        this.traces = new TaskSteps(tracing);
        this.lifecycle = lifecycle;
        this.codec = codec;
        this.clock = clock;
        this.observer = observer;
    }

    BatchResult apply(List<ReceivedRecord> records, Loaded loaded) {
        try (Steps steps = new Steps()) {
            return apply(records, loaded, steps);
        }
    }

    /**
     * Applies a batch.
     *
     * @param steps takes the steps that this begins; they end when the batch is published
     */
    BatchResult apply(List<ReceivedRecord> records, Loaded loaded, Steps steps) {
        return apply(records, loaded, steps, clock.instant());
    }

    /**
     * Applies records that were applied before, into tables that do not know it. Nothing is counted again.
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
        try (Steps steps = new Steps()) {
            BatchResult result = apply(records, loaded, steps, then.isAfter(now) ? now : then);
            untold.clear();
            result.outbox().values().forEach(outputs -> outputs.removeIf(isNew.negate()));
            return result;
        }
    }

    private BatchResult apply(List<ReceivedRecord> records, Loaded loaded, Steps steps, Instant instant) {
        untold.clear();
        // PostgreSQL keeps microseconds; an alarm must equal the time it was set for.
        Batch batch = new Batch(loaded, steps, instant.truncatedTo(ChronoUnit.MICROS));
        for (ReceivedRecord record : records) {
            Input input = record.input();
            if (input == null) {
                batch.outputs(record).add(record.deadLetter().because("unreadable"));
                continue;
            }
            Task before = batch.changed.getOrDefault(input.taskId(), loaded.task(input.taskId()));
            Step step = steps.keep(traces.begin(record, input, before));
            try (Step.Scope ignored = step.enter()) {
                batch.apply(record, input, before, step);
            }
        }
        return batch.result();
    }

    /** What a batch comes to. */
    private final class Batch {
        private final Loaded loaded;
        private final Steps steps;
        private final Instant now;
        private final SessionBatch session;
        private final Map<TaskId, Task> changed = new LinkedHashMap<>();
        private final List<Kept> kept = new ArrayList<>();
        private final Map<Integer, List<ProducerRecord<String, byte[]>>> outbox = new HashMap<>();
        private final SortedMap<String, DecayedStatistics> observed = new TreeMap<>();
        private final SortedMap<Memory.Key, Memory> remembered = new TreeMap<>();

        Batch(Loaded loaded, Steps steps, Instant now) {
            this.loaded = loaded;
            this.steps = steps;
            this.now = now;
            this.session = new SessionBatch(loaded);
        }

        List<ProducerRecord<String, byte[]>> outputs(ReceivedRecord record) {
            return outbox.computeIfAbsent(record.partition(), ignored -> new ArrayList<>());
        }

        void apply(ReceivedRecord record, Input input, @Nullable Task before, Step step) {
            List<ProducerRecord<String, byte[]>> following = new ArrayList<>();
            List<Kept> rows = new ArrayList<>();
            Change change;
            try {
                SessionBatch.Permitted permitted = session.permit(input);
                change = lifecycle.apply(before, permitted.input(), now);
                Onwards onwards = new Onwards(input.taskId(), before, change.task(), step);
                for (Effect effect : change.effects()) {
                    follow(session.withMessages(effect), onwards, this, following, rows);
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
                step.failed(e.getClass().getName());
                outputs(record).add(record.deadLetter().because(e.getClass().getSimpleName() + ": " + e.getMessage()));
                return;
            }
            outputs(record).addAll(following);
            kept.addAll(rows);
            observe(change.effects(), observed, remembered, now);
            Task after = change.task();
            if (after != null && after != before) {
                Task traced = TaskSteps.traced(record, input, after, step);
                TaskSteps.tell(step, traced, change.effects());
                changed.put(after.id(), traced);
                untold.add(() -> {
                    try (Step.Scope ignored = step.enter()) {
                        observer.applied(input, before, traced, change.effects());
                    }
                });
            }
        }

        BatchResult result() {
            return new BatchResult(
                    changed.values(), kept, outbox, observed, remembered, loaded.ledger(), session.delivered(), now);
        }
    }

    /** The batch that was applied last is committed. */
    void committed() {
        for (Runnable telling : untold) {
            try {
                telling.run();
            } catch (RuntimeException e) {
                LOG.warn("a change is not counted", e);
            }
        }
        untold.clear();
    }

    /** Whose effects follow, and from which step. */
    private record Onwards(
            TaskId id, @Nullable Task before, @Nullable Task after, Step step) {}

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

    /** What others act upon is sent in a step of its own; events for clients carry the step they follow from. */
    private void follow(
            Effect effect,
            Onwards onwards,
            Batch batch,
            List<ProducerRecord<String, byte[]>> outputs,
            List<Kept> kept) {
        TaskId id = onwards.id();
        String key = id.value();
        Instant now = batch.now;
        String here = onwards.step().trace();
        switch (effect) {
            case Effect.Tell tell ->
                outputs.add(codec.encode(Topics.TASK_EVENTS, key, tell.id(), tell.event(), now, here));
            case Effect.Dispatch dispatch -> {
                ExecutionRequested execution = withMemory(dispatch.execution(), batch.loaded);
                String sent = sending(Topics.executions(execution.route().backend()), onwards, batch);
                ProducerRecord<String, byte[]> record = dispatched(dispatch.id(), execution, now, sent);
                TaskSteps.linkAttemptBefore(record, onwards.before(), execution);
                outputs.add(record);
            }
            case Effect.Stop stop -> {
                String sent = sending(Topics.EXECUTION_CONTROL, onwards, batch);
                outputs.add(codec.encode(Topics.EXECUTION_CONTROL, key, stop.id(), stop.stop(), now, sent));
            }
            case Effect.Answer answer -> {
                String sent = sending(Topics.EXECUTION_CONTROL, onwards, batch);
                outputs.add(codec.encode(Topics.EXECUTION_CONTROL, key, answer.id(), answer.answer(), now, sent));
            }
            case Effect.RouteAgain again -> {
                TaskRequested request = request(id, again, onwards.after(), batch.loaded);
                String sent = sending(Topics.TASK_REQUESTS, onwards, batch);
                outputs.add(codec.encode(Topics.TASK_REQUESTS, key, again.id(), request, now, sent));
            }
            case Effect.Withdraw withdraw ->
                outputs.add(codec.encode(
                        Topics.SESSION_EVENTS,
                        withdraw.withdrawn().approvalId().value(),
                        withdraw.id(),
                        withdraw.withdrawn(),
                        now,
                        here));
            case Effect.LookAgain look ->
                outputs.add(codec.encode(Topics.TASK_COMMANDS, key, look.id(), look.review(), now, here));
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

    private @Nullable String sending(String topic, Onwards onwards, Batch batch) {
        return batch.steps
                .keep(traces.sending(topic, onwards.id(), onwards.step()))
                .trace();
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
            String id, ExecutionRequested execution, Instant now, @Nullable String trace) {
        String topic = Topics.executions(execution.route().backend());
        String key = execution.taskId().value();
        ProducerRecord<String, byte[]> record = codec.encode(topic, key, id, execution, now, trace);
        if (record.value().length > LARGEST && !execution.carriedFiles().isEmpty()) {
            LOG.warnf("taskId=%s goes on without the files of its last attempt: they are too large together", key);
            ExecutionRequested lighter = execution.carrying(List.of(), execution.conversation());
            record = codec.encode(topic, key, id, lighter, now, trace);
        }
        if (record.value().length > LARGEST && execution.conversation() != null) {
            LOG.warnf("taskId=%s begins without what its agent remembers: they are too large together", key);
            record = codec.encode(topic, key, id, execution.carrying(List.of(), null), now, trace);
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
