package dev.signalbox.contracts.event;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.execution.OutputAppended;
import java.time.Instant;

/** The program wrote something; see {@link OutputAppended}. */
public record TaskOutput(
        TaskId taskId, int attempt, int epoch, int index, OutputAppended.Stream stream, String text, Instant at)
        implements TaskEvent {}
