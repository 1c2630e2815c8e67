package dev.signalbox.executor.app;

import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.AttemptStarted;
import dev.signalbox.contracts.execution.OutputAppended;
import dev.signalbox.contracts.execution.QuestionAsked;
import dev.signalbox.contracts.execution.ToolCalled;
import dev.signalbox.contracts.execution.UsageMeasured;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Reports that are kept, and fail when told to. */
final class TestingReports implements AttemptReports {

    final List<AttemptStarted> started = new CopyOnWriteArrayList<>();
    final List<OutputAppended> output = new CopyOnWriteArrayList<>();
    final List<ToolCalled> calls = new CopyOnWriteArrayList<>();
    final List<UsageMeasured> usage = new CopyOnWriteArrayList<>();
    final List<QuestionAsked> questions = new CopyOnWriteArrayList<>();
    final List<AttemptFinished> finished = new CopyOnWriteArrayList<>();
    volatile boolean progressFails;
    volatile boolean finishedFails;

    @Override
    public CompletionStage<@Nullable Void> started(AttemptStarted record, @Nullable String trace) {
        started.add(record);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<@Nullable Void> output(OutputAppended record, @Nullable String trace) {
        if (progressFails) {
            return CompletableFuture.failedFuture(new IllegalStateException("no Kafka"));
        }
        output.add(record);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<@Nullable Void> toolCalled(ToolCalled record, @Nullable String trace) {
        calls.add(record);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<@Nullable Void> usage(UsageMeasured record, @Nullable String trace) {
        usage.add(record);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<@Nullable Void> question(QuestionAsked record, @Nullable String trace) {
        questions.add(record);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<@Nullable Void> finished(AttemptFinished record, @Nullable String trace) {
        if (finishedFails) {
            return CompletableFuture.failedFuture(new IllegalStateException("no Kafka"));
        }
        finished.add(record);
        return CompletableFuture.completedFuture(null);
    }
}
