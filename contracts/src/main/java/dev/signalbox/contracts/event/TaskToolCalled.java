package dev.signalbox.contracts.event;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.execution.ToolCalled;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An agent called a tool; see {@link ToolCalled}. */
public record TaskToolCalled(
        TaskId taskId,
        int attempt,
        int epoch,
        int index,
        String callId,
        String tool,
        String arguments,
        ToolCalled.@Nullable Outcome outcome,
        @Nullable String result,
        @Nullable Duration duration,
        Instant at)
        implements TaskEvent {}
