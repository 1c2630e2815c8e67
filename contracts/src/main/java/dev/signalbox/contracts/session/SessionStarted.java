package dev.signalbox.contracts.session;

import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.route.Complexity;
import dev.signalbox.contracts.route.TaskType;
import java.time.Instant;
import java.util.List;

/**
 * A session began.
 *
 * @param taskDescription what it is for
 * @param taskType kind of work
 * @param complexity that its caps were chosen by
 * @param roles the agents that became active
 * @param timesOutAt when it ends if nobody uses it
 */
public record SessionStarted(
        SessionId sessionId,
        TenantId tenant,
        String taskDescription,
        TaskType taskType,
        Complexity complexity,
        List<String> roles,
        Instant timesOutAt,
        Instant at)
        implements SessionEvent {}
