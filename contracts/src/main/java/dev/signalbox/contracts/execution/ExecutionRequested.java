package dev.signalbox.contracts.execution;

import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.route.ModelRates;
import dev.signalbox.contracts.route.Rates;
import dev.signalbox.contracts.route.Resources;
import dev.signalbox.contracts.route.Route;
import dev.signalbox.contracts.task.TaskSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
 * @param sessionId the session that the task belongs to
 * @param models prices of the route's model and of those that may stand in for it, the preferred first; empty where
 *     the task needs none
 * @param carriedFiles what an earlier attempt left in its working folder; they replace the task's own
 * @param conversation what the agent remembers: of its session, or of an earlier attempt
 * @param agents agents that exist for this task only; where the route's agent is among them, that is the one
 * @param messages what was said to the route's agent in its session since its last task, oldest first
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
        Instant dispatchedAt,
        @Nullable SessionId sessionId,
        List<ModelRates> models,
        List<ProducedFile> carriedFiles,
        @Nullable Conversation conversation,
        List<AgentDeployed> agents,
        List<SessionMessage> messages) {

    /**
     * A message to an agent.
     *
     * @param from role of the sender; absent for a person
     * @param text of it
     */
    public record SessionMessage(@Nullable String from, String text) {}

    @SuppressWarnings("NullAway") // absent in JSON arrives as null
    public ExecutionRequested {
        models = models == null ? List.of() : List.copyOf(models);
        carriedFiles = carriedFiles == null ? List.of() : List.copyOf(carriedFiles);
        agents = agents == null ? List.of() : List.copyOf(agents);
        messages = messages == null ? List.of() : List.copyOf(messages);
    }

    /** With agents that are deployed only, and without messages. */
    public ExecutionRequested(
            TaskId taskId,
            TenantId tenant,
            int attempt,
            Route route,
            Resources resources,
            Rates rates,
            Duration timeout,
            TaskSpec task,
            Instant requestedAt,
            Instant dispatchedAt,
            @Nullable SessionId sessionId,
            List<ModelRates> models,
            List<ProducedFile> carriedFiles,
            @Nullable Conversation conversation) {
        this(
                taskId,
                tenant,
                attempt,
                route,
                resources,
                rates,
                timeout,
                task,
                requestedAt,
                dispatchedAt,
                sessionId,
                models,
                carriedFiles,
                conversation,
                List.of(),
                List.of());
    }

    /** The same, with this of earlier work. */
    public ExecutionRequested carrying(List<ProducedFile> files, @Nullable Conversation remembered) {
        return new ExecutionRequested(
                taskId,
                tenant,
                attempt,
                route,
                resources,
                rates,
                timeout,
                task,
                requestedAt,
                dispatchedAt,
                sessionId,
                models,
                files,
                remembered,
                agents,
                messages);
    }

    /** A first attempt of a task that no model works on. */
    public ExecutionRequested(
            TaskId taskId,
            TenantId tenant,
            int attempt,
            Route route,
            Resources resources,
            Rates rates,
            Duration timeout,
            TaskSpec task,
            Instant requestedAt,
            Instant dispatchedAt) {
        this(
                taskId,
                tenant,
                attempt,
                route,
                resources,
                rates,
                timeout,
                task,
                requestedAt,
                dispatchedAt,
                null,
                List.of(),
                List.of(),
                null);
    }
}
