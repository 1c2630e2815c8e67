package dev.signalbox.registry.domain;

import dev.signalbox.contracts.AgentId;
import dev.signalbox.contracts.agent.AgentDeployed;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An agent, seen at one of its versions.
 *
 * @param life which versions there are and which is on duty
 * @param revision counts every change of the agent, for optimistic locking
 * @param version the version that {@code spec} is of
 * @param template what this version was made from
 * @param catalogueRevision edition of the shipped data; absent once somebody changed the agent
 * @param createdAt when the agent was created
 * @param updatedAt when it was last changed
 */
public record Agent(
        AgentId id,
        AgentLife life,
        long revision,
        int version,
        AgentSpec spec,
        @Nullable String template,
        Origin origin,
        @Nullable Integer catalogueRevision,
        Instant createdAt,
        Instant updatedAt) {

    /** The first version of a client's agent. */
    public static Agent create(AgentId id, AgentSpec spec, @Nullable String template, Instant now) {
        return new Agent(id, AgentLife.created(), 1, 1, spec, template, Origin.CLIENT, null, now, now);
    }

    /** The first version of a shipped agent, on duty from the start. */
    public static Agent ship(AgentId id, AgentSpec spec, int catalogueRevision, Instant now) {
        AgentLife life = AgentLife.created().deployed(1);
        return new Agent(id, life, 1, 1, spec, null, Origin.CATALOGUE, catalogueRevision, now, now);
    }

    /** With a further version, by a client. */
    public Agent revise(AgentSpec changed, Instant now) {
        AgentLife revised = life.revised();
        return new Agent(
                id, revised, revision + 1, revised.latestVersion(), changed, null, Origin.CLIENT, null, createdAt, now);
    }

    /** With a further version from a newer edition of the shipped data; on duty where the older one was. */
    public Agent reship(AgentSpec changed, int edition, Instant now) {
        AgentLife revised = life.revised();
        AgentLife next = revised instanceof AgentLife.Deployed ? revised.deployed(revised.latestVersion()) : revised;
        return new Agent(
                id, next, revision + 1, next.latestVersion(), changed, null, Origin.CATALOGUE, edition, createdAt, now);
    }

    /** With another life; a client did that, so newer shipped data leaves it alone. */
    public Agent with(AgentLife changed, Instant now) {
        return new Agent(id, changed, revision + 1, version, spec, template, origin, null, createdAt, now);
    }

    /** What routers are told about this version. */
    public AgentDeployed announcement(Instant deployedAt) {
        return new AgentDeployed(
                id,
                version,
                spec.name(),
                spec.role(),
                spec.description(),
                spec.skills(),
                spec.tools(),
                spec.systemPrompt(),
                spec.model(),
                spec.configuration(),
                deployedAt);
    }
}
