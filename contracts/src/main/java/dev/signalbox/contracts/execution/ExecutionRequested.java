package dev.signalbox.contracts.execution;

import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.route.Rates;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.task.TaskSpec;
import java.time.Duration;
import java.time.Instant;

/**
 * Run this attempt. On {@code executions-<backend>}, read as a share group.
 *
 * @param taskId the task
 * @param tenant whose it is; a label of the sandbox
 * @param attempt its number within the task
 * @param route where it was routed to
 * @param resources what it may use
 * @param rates what it is charged by
 * @param timeout longest run time
 * @param task what to run
 * @param requestedAt when the client asked
 * @param dispatchedAt when session-service sent this
 */
public record ExecutionRequested(
        TaskId taskId,
        TenantId tenant,
        int attempt,
        Route route,
        Resources resources,
        Rates rates,
        Duration timeout,
        TaskSpec task,
        Instant requestedAt,
        Instant dispatchedAt) {}
