package dev.signalbox.executor.app;

import dev.signalbox.contracts.execution.AttemptFinished;
import dev.signalbox.contracts.execution.AttemptStarted;
import dev.signalbox.contracts.execution.OutputAppended;
import dev.signalbox.contracts.execution.QuestionAsked;
import dev.signalbox.contracts.execution.ToolCalled;
import dev.signalbox.contracts.execution.UsageMeasured;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Where the executor tells what happens to attempts. Each stage ends when the record is durable, and fails when it will
 * not be. The trace context is that of the request.
 */
public interface AttemptReports {

    CompletionStage<@Nullable Void> started(AttemptStarted started, @Nullable String trace);

    CompletionStage<@Nullable Void> output(OutputAppended output, @Nullable String trace);

    CompletionStage<@Nullable Void> toolCalled(ToolCalled call, @Nullable String trace);

    CompletionStage<@Nullable Void> usage(UsageMeasured usage, @Nullable String trace);

    CompletionStage<@Nullable Void> question(QuestionAsked question, @Nullable String trace);

    CompletionStage<@Nullable Void> finished(AttemptFinished finished, @Nullable String trace);
}
