package dev.signalbox.registry.domain;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.agent.AgentDeployed;
import dev.signalbox.contracts.agent.AgentStageChanged;
import dev.signalbox.contracts.route.PolicyPublished;
import dev.signalbox.contracts.task.TaskRequested;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a topic has to hear.
 *
 * @param topic {@code agents}, {@code policies}, {@code agent-events} or {@code task-requests}
 * @param key of the record: the agent, the task, or the policy's name
 * @param eventId CloudEvents {@code id}: {@code <agent>:<version>} and the like
 * @param body the version on duty ({@code AgentDeployed}) or the policy ({@code PolicyPublished}); absent withdraws it
 * @param trace context of the request that caused it, as one text
 */
public record Announcement(
        String topic,
        String key,
        String eventId,
        @Nullable Object body,
        @Nullable String trace,
        Instant occurredAt) {

    /** A version is on duty, perhaps with another one on trial. */
    public static Announcement deployed(AgentDeployed body, @Nullable String trace, Instant now) {
        return new Announcement(
                Topics.AGENTS, body.agentId().value(), body.agentId() + ":" + body.version(), body, trace, now);
    }

    /** The same with newer evidence. */
    public static Announcement evidence(AgentDeployed body, long runs, Instant now) {
        return new Announcement(
                Topics.AGENTS,
                body.agentId().value(),
                body.agentId() + ":" + body.version() + ":runs:" + runs,
                body,
                null,
                now);
    }

    /** A version went a step of its way. */
    public static Announcement stage(String eventId, AgentStageChanged change, @Nullable String trace) {
        return new Announcement(Topics.AGENT_EVENTS, change.agentId().value(), eventId, change, trace, change.at());
    }

    /** A task of the workbench. */
    public static Announcement task(TaskRequested request, @Nullable String trace, Instant now) {
        String id = Objects.requireNonNull(request.taskId()).value();
        return new Announcement(Topics.TASK_REQUESTS, id, id, request, trace, now);
    }

    /** The agent is withdrawn. */
    public static Announcement retired(Agent agent, @Nullable String trace, Instant now) {
        return new Announcement(
                Topics.AGENTS, agent.id().value(), agent.id() + ":retired:" + agent.revision(), null, trace, now);
    }

    /** The policy as it is now; withdrawn ones are a tombstone. */
    public static Announcement published(Policy policy, @Nullable String trace, Instant now) {
        return new Announcement(
                Topics.POLICIES,
                policy.name(),
                policy.name() + ":" + policy.revision(),
                policy.withdrawn()
                        ? null
                        : new PolicyPublished(
                                policy.name(),
                                policy.version(),
                                policy.state(),
                                policy.description(),
                                policy.parameters(),
                                now),
                trace,
                now);
    }
}
