package dev.signalbox.registry.domain;

import dev.signalbox.contracts.Topics;
import dev.signalbox.contracts.route.PolicyPublished;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a compacted topic has to hear.
 *
 * @param topic {@code agents} or {@code policies}
 * @param key of the record: the agent, or the policy's name
 * @param eventId CloudEvents {@code id}: {@code <agent>:<version>}
 * @param body the version on duty ({@code AgentDeployed}) or the policy ({@code PolicyPublished}); absent withdraws it
 * @param traceparent trace context of the request that caused it
 */
public record Announcement(
        String topic,
        String key,
        String eventId,
        @Nullable Object body,
        @Nullable String traceparent,
        Instant occurredAt) {

    /** The version that the agent is seen at is on duty. */
    public static Announcement deployed(Agent agent, @Nullable String traceparent, Instant now) {
        return new Announcement(
                Topics.AGENTS,
                agent.id().value(),
                agent.id() + ":" + agent.version(),
                agent.announcement(now),
                traceparent,
                now);
    }

    /** The agent is withdrawn. */
    public static Announcement retired(Agent agent, @Nullable String traceparent, Instant now) {
        return new Announcement(
                Topics.AGENTS, agent.id().value(), agent.id() + ":retired:" + agent.revision(), null, traceparent, now);
    }

    /** The policy as it is now; withdrawn ones are a tombstone. */
    public static Announcement published(Policy policy, @Nullable String traceparent, Instant now) {
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
                traceparent,
                now);
    }
}
