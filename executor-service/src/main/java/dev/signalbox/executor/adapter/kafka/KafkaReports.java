package dev.signalbox.executor.adapter.kafka;

import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.AttemptStarted;
import dev.signalbox.contracts.execution.OutputAppended;
import dev.signalbox.contracts.execution.QuestionAsked;
import dev.signalbox.contracts.execution.ToolCalled;
import dev.signalbox.contracts.execution.UsageMeasured;
import dev.signalbox.contracts.kafka.RecordPublisher;
import dev.signalbox.executor.app.AttemptReports;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Tells what happens to attempts on {@code execution-progress} and {@code execution-results}. */
public final class KafkaReports implements AttemptReports {

    private final RecordPublisher publisher;
    private final AttemptRecords records;

    KafkaReports(RecordPublisher publisher, AttemptRecords records) {
        this.publisher = publisher;
        this.records = records;
    }

    @Override
    public CompletionStage<@Nullable Void> started(AttemptStarted started, @Nullable String trace) {
        return publisher.publish(records.started(started, trace));
    }

    @Override
    public CompletionStage<@Nullable Void> output(OutputAppended output, @Nullable String trace) {
        return publisher.publish(records.progress(
                output.taskId(), output.attempt(), output.epoch(), output.index(), output, output.at(), trace));
    }

    @Override
    public CompletionStage<@Nullable Void> toolCalled(ToolCalled call, @Nullable String trace) {
        return publisher.publish(
                records.progress(call.taskId(), call.attempt(), call.epoch(), call.index(), call, call.at(), trace));
    }

    @Override
    public CompletionStage<@Nullable Void> usage(UsageMeasured usage, @Nullable String trace) {
        return publisher.publish(records.progress(
                usage.taskId(), usage.attempt(), usage.epoch(), usage.index(), usage, usage.at(), trace));
    }

    @Override
    public CompletionStage<@Nullable Void> question(QuestionAsked question, @Nullable String trace) {
        return publisher.publish(records.progress(
                question.taskId(),
                question.attempt(),
                question.epoch(),
                question.index(),
                question,
                question.at(),
                trace));
    }

    @Override
    public CompletionStage<@Nullable Void> finished(AttemptFinished finished, @Nullable String trace) {
        return publisher.publish(records.finished(finished, trace));
    }
}
