package dev.signalbox.contracts.event;

import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Session-service took the task on. */
public record TaskAccepted(
        TaskId taskId, TenantId tenant, @Nullable SessionId sessionId, Instant at) implements TaskEvent {}
