package dev.signalbox.contracts.event;

import dev.signalbox.contracts.TaskId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A cancellation was taken on; the running attempt is being stopped. */
public record TaskCancelling(
        TaskId taskId, int attempt, @Nullable String reason, Instant at) implements TaskEvent {}
