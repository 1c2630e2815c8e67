package dev.signalbox.contracts.task;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.SessionId;
import dev.signalbox.contracts.TaskId;
import dev.signalbox.contracts.TenantId;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.route.Route;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client wants a task done, or session-service wants a further attempt routed. On {@code task-requests}, keyed by
 * task.
 *
 * @param taskId chosen by the client; where absent on Kafka, the record's key is taken
 * @param tenant {@code default} when absent
 * @param sessionId the session that the task belongs to
 * @param attempt 1 for the client's own request, counting up with retries and escalations
 * @param previous the routes of earlier attempts and how they ended, oldest first
 * @param plan what is left of the plan that was made with the first decision; the router takes its first route if it
 *     still can be taken
 * @param task what to do
 * @param requestedAt when the client asked; the record's time when absent
 * @param agents agents that exist for this task, beside those that are deployed: one that a human granted once, a member
 *     of a generated team, a version under test
 * @param among the only agents that may work on it, deployed or of this task; any when empty
 */
public record TaskRequested(
        @Nullable TaskId taskId,
        TenantId tenant,
        @Nullable SessionId sessionId,
        int attempt,
        List<PreviousAttempt> previous,
        List<Route> plan,
        TaskSpec task,
        @Nullable Instant requestedAt,
        List<AgentDeployed> agents,
        List<AgentId> among) {

    public static final TenantId DEFAULT_TENANT = new TenantId("default");

    /**
     * An attempt that did not do it.
     *
     * @param attempt its number
     * @param backend where it ran
     * @param tier its size
     * @param model full id of its model; absent where it needed none
     * @param outcome how it ended, a name of {@code AttemptFinished.Outcome} or {@code worker_lost}
     * @param cause what a further attempt should have more of, as {@code PlannedAttempt.gains} names it; absent when the
     *     same may be tried again
     */
    public record PreviousAttempt(
            int attempt,
            String backend,
            String tier,
            @Nullable String model,
            String outcome,
            @Nullable String cause) {}

    @SuppressWarnings("NullAway") // absent in JSON arrives as null
    public TaskRequested {
        if (task == null) {
            throw new IllegalArgumentException("task is missing: {\"taskId\": ..., \"task\": {\"code\": [...]}}");
        }
        tenant = tenant == null ? DEFAULT_TENANT : tenant;
        attempt = attempt == 0 ? 1 : attempt;
        previous = previous == null ? List.of() : List.copyOf(previous);
        plan = plan == null ? List.of() : List.copyOf(plan);
        agents = agents == null ? List.of() : List.copyOf(agents);
        among = among == null ? List.of() : List.copyOf(among);
    }

    /** A request that any deployed agent may work on. */
    public TaskRequested(
            @Nullable TaskId taskId,
            TenantId tenant,
            @Nullable SessionId sessionId,
            int attempt,
            List<PreviousAttempt> previous,
            List<Route> plan,
            TaskSpec task,
            @Nullable Instant requestedAt) {
        this(taskId, tenant, sessionId, attempt, previous, plan, task, requestedAt, List.of(), List.of());
    }

    /** The same with these agents of its own. */
    public TaskRequested withAgents(List<AgentDeployed> own) {
        return new TaskRequested(taskId, tenant, sessionId, attempt, previous, plan, task, requestedAt, own, among);
    }

    /** The same for these agents only. */
    public TaskRequested onlyFor(List<AgentId> only) {
        return new TaskRequested(taskId, tenant, sessionId, attempt, previous, plan, task, requestedAt, agents, only);
    }

    /** The first request of a task. */
    public static TaskRequested first(
            TaskId taskId, TenantId tenant, @Nullable SessionId sessionId, TaskSpec task, Instant now) {
        return new TaskRequested(taskId, tenant, sessionId, 1, List.of(), List.of(), task, now);
    }

    /** With what the record itself says filled in where the client left it out. */
    public TaskRequested completed(TaskId fallbackId, Instant fallbackTime) {
        if (taskId != null && requestedAt != null) {
            return this;
        }
        return new TaskRequested(
                taskId == null ? fallbackId : taskId,
                tenant,
                sessionId,
                attempt,
                previous,
                plan,
                task,
                requestedAt == null ? fallbackTime : requestedAt,
                agents,
                among);
    }
}
