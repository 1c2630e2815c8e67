package dev.signalbox.session.app;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.execution.ExecutionRequested;
import dev.signalbox.contracts.kafka.RecordCodec;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.telemetry.Semantics;
import dev.signalbox.contracts.telemetry.Step;
import dev.signalbox.contracts.telemetry.TraceContext;
import dev.signalbox.contracts.telemetry.Tracing;
import dev.signalbox.session.domain.Effect;
import dev.signalbox.session.domain.Input;
import dev.signalbox.session.domain.Task;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Where a task's trace goes on. A task lives through many batches, and no span is kept in memory for it: the row says
 * where the trace was last ({@link Task#trace}), and what comes from the clock or from a person goes on from there.
 */
final class TaskSteps {

    private static final String GROUP = "session-service";

    private final Tracing tracing;

    TaskSteps(Tracing tracing) {
        this.tracing = tracing;
    }

    /** The step of a record. Pieces of output, of which there are many, only carry the trace on. */
    Step begin(ReceivedRecord record, Input input, @Nullable Task before) {
        String own = record.trace();
        String kept = before == null ? null : before.trace();
        Tracing.Source source = new Tracing.Source(record.topic(), record.partition(), record.offset(), GROUP);
        return switch (input) {
            case Input.Routed ignored -> tracing.processing(source, input.taskId(), own == null ? kept : own);
            case Input.Rejected ignored -> tracing.processing(source, input.taskId(), own == null ? kept : own);
            case Input.Started ignored -> tracing.processing(source, input.taskId(), own == null ? kept : own);
            case Input.Finished ignored -> tracing.processing(source, input.taskId(), own == null ? kept : own);
            case Input.Cancel ignored -> asked(source, input, own, kept);
            case Input.Answered ignored -> asked(source, input, own, kept);
            case Input.Decided ignored -> asked(source, input, own, kept);
            case Input.Review ignored -> asked(source, input, own, kept);
            case Input.Progress ignored -> Step.carrying(own == null ? kept : own);
        };
    }

    /** What a person asks for later belongs to the task's trace, with a link to the request's own. */
    private Step asked(Tracing.Source source, Input input, @Nullable String own, @Nullable String kept) {
        if (kept == null) {
            return tracing.processing(source, input.taskId(), own);
        }
        Step step = tracing.processing(source, input.taskId(), kept);
        return own == null || own.equals(kept) ? step : step.after(TraceContext.parse(own));
    }

    Step sending(String topic, TaskId task, Step step) {
        return tracing.sending(topic, task.value(), step);
    }

    /** The task with its trace where this record took it: to its routing, or to its run. */
    static Task traced(ReceivedRecord record, Input input, Task after, Step step) {
        return switch (input) {
            case Input.Started ignored when TraceContext.parse(record.trace()) != null -> after.traced(record.trace());
            case Input.Finished ignored when TraceContext.parse(record.trace()) != null -> after.traced(record.trace());
            case Input.Routed ignored -> after.traced(step.trace());
            case Input.Rejected ignored -> after.traced(step.trace());
            default -> after.trace() == null ? after.traced(step.trace()) : after;
        };
    }

    /** What became of the task, without texts. */
    static void tell(Step step, Task task, List<Effect> effects) {
        if (!step.recorded()) {
            return;
        }
        step.with(Semantics.TASK_STATUS, task.state().status().name().toLowerCase(Locale.ROOT))
                .with(Semantics.ATTEMPT, task.attempt())
                .with(
                        Semantics.SESSION_ID,
                        task.session() == null ? null : task.session().value());
        Route route = task.route().orElse(null);
        if (route != null) {
            step.with(Semantics.BACKEND, route.backend()).with(Semantics.TIER, route.tier());
        }
        for (Effect effect : effects) {
            if (effect instanceof Effect.KeepResult kept) {
                step.with(Semantics.COST, kept.result().cost().total().usd().doubleValue());
            }
        }
    }

    /** Tells the executor which attempt was before: its span is linked to that. */
    static void linkAttemptBefore(
            ProducerRecord<String, byte[]> record, @Nullable Task before, ExecutionRequested execution) {
        if (execution.attempt() > 1 && before != null && before.trace() != null) {
            record.headers()
                    .add(
                            RecordCodec.TRACELINK,
                            TraceContext.traceparent(before.trace()).getBytes(StandardCharsets.UTF_8));
        }
    }
}
