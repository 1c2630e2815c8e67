package dev.signalbox.executor.adapter.kafka;

import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.AttemptStarted;
import dev.signalbox.contracts.execution.OutputAppended;
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
    public CompletionStage<@Nullable Void> started(AttemptStarted started, @Nullable String traceparent) {
        return publisher.publish(records.started(started, traceparent));
    }

    @Override
    public CompletionStage<@Nullable Void> output(OutputAppended output, @Nullable String traceparent) {
        return publisher.publish(records.output(output, traceparent));
    }

    @Override
    public CompletionStage<@Nullable Void> finished(AttemptFinished finished, @Nullable String traceparent) {
        return publisher.publish(records.finished(finished, traceparent));
    }
}
