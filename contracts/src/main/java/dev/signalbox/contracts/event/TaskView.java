package dev.signalbox.contracts.event;

import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.route.Route;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task as a client sees it now.
 *
 * @param attempt number of the current or last attempt, 0 before the first
 * @param route of the current or last attempt
 * @param explanation why that route, in words
 * @param metadata the client's own labels
 * @param result what came of it; absent while it goes on, and in lists
 * @param traceId by which its spans and log lines are found; absent for tasks of before it was kept
 */
public record TaskView(
        TaskId taskId,
        TenantId tenant,
        @Nullable SessionId sessionId,
        TaskStatus status,
        int attempt,
        @Nullable Route route,
        @Nullable String explanation,
        Map<String, String> metadata,
        Instant requestedAt,
        Instant updatedAt,
        @Nullable Instant endedAt,
        @Nullable TaskResult result,
        @Nullable String traceId) {

    @SuppressWarnings("NullAway") // absent in JSON arrives as null
    public TaskView {
        metadata = metadata == null ? Map.of() : Map.copyOf(metadata);
    }

    /** Without a trace. */
    public TaskView(
            TaskId taskId,
            TenantId tenant,
            @Nullable SessionId sessionId,
            TaskStatus status,
            int attempt,
            @Nullable Route route,
            @Nullable String explanation,
            Map<String, String> metadata,
            Instant requestedAt,
            Instant updatedAt,
            @Nullable Instant endedAt,
            @Nullable TaskResult result) {
        this(
                taskId,
                tenant,
                sessionId,
                status,
                attempt,
                route,
                explanation,
                metadata,
                requestedAt,
                updatedAt,
                endedAt,
                result,
                null);
    }
}
