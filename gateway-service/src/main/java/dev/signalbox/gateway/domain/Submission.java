package dev.signalbox.gateway.domain;

import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.task.TaskSpec;
import org.jspecify.annotations.Nullable;

/**
 * A task as a client hands it in.
 *
 * @param task what to do
 * @param sessionId the session that it belongs to
 * @param taskId chosen by the client; absent means that the edge makes one
 */
public record Submission(
        TaskSpec task,
        @Nullable SessionId sessionId,
        @Nullable TaskId taskId) {}
