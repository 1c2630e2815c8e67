package dev.signalbox.gateway.app;

import dev.signalbox.contracts.task.AnswerQuestion;
import dev.signalbox.contracts.task.CancelTask;
import dev.signalbox.contracts.task.TaskRequested;
import dev.signalbox.contracts.telemetry.TraceContext;
import dev.signalbox.gateway.domain.Caller;
import io.smallrye.mutiny.Uni;

/**
 * The log that every change of a task begins in. What is returned ends when the log has the record for good, and
 * fails with {@link Refusal} when that is not certain within a bound.
 */
public interface TaskLog {

    /** The record says who submitted the task, for the audit trail: no second record has to be waited for. */
    Uni<Void> request(TaskRequested request, Caller caller);

    Uni<Void> answer(AnswerQuestion command, TraceContext trace);

    Uni<Void> cancel(CancelTask command, TraceContext trace);
}
