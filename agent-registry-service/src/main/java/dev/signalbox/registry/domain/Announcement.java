package dev.signalbox.registry.domain;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.agent.AgentDeployed;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the topic {@code agents} has to hear.
 *
 * @param eventId CloudEvents {@code id}: {@code <agent>:<version>}
 * @param agent the version on duty; absent withdraws the agent
 * @param traceparent trace context of the request that caused it
 */
public record Announcement(
        AgentId agentId,
        String eventId,
        @Nullable AgentDeployed agent,
        @Nullable String traceparent,
        Instant occurredAt) {

    /** The version that the agent is seen at is on duty. */
    public static Announcement deployed(Agent agent, @Nullable String traceparent, Instant now) {
        return new Announcement(
                agent.id(), agent.id() + ":" + agent.version(), agent.announcement(now), traceparent, now);
    }

    /** The agent is withdrawn. */
    public static Announcement retired(Agent agent, @Nullable String traceparent, Instant now) {
        return new Announcement(agent.id(), agent.id() + ":retired:" + agent.revision(), null, traceparent, now);
    }
}
