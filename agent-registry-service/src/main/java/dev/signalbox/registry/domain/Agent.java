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
 * @param createdBy who made this version; absent where nobody said
 * @param versionCreatedAt when this version was made
 * @param versionDeployedAt when this version was last put on duty or on trial; absent when it never was
 * @param previousVersion the version on duty before; what a roll-back goes back to
 * @param canary the version on trial
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
        Instant updatedAt,
        @Nullable String createdBy,
        Instant versionCreatedAt,
        @Nullable Instant versionDeployedAt,
        @Nullable Integer previousVersion,
        @Nullable Trial canary) {

    /** What a client's or a machine's version is made of, and by whom. */
    public record Made(
            AgentSpec spec,
            @Nullable String template,
            Origin origin,
            @Nullable String by) {

        /** By a client, from nothing. */
        public static Made byClient(AgentSpec spec, @Nullable String template, @Nullable String by) {
            return new Made(spec, template, Origin.CLIENT, by);
        }
    }

    /** The first version of an agent that did not come with the product. */
    public static Agent create(AgentId id, Made made, Instant now) {
        return new Agent(
                id,
                AgentLife.created(),
                1,
                1,
                made.spec(),
                made.template(),
                made.origin(),
                null,
                now,
                now,
                made.by(),
                now,
                null,
                null,
                null);
    }

    /** The first version of a shipped agent, on duty from the start. */
    public static Agent ship(AgentId id, AgentSpec spec, int catalogueRevision, Instant now) {
        AgentLife life = AgentLife.created().deployed(1);
        return new Agent(
                id, life, 1, 1, spec, null, Origin.CATALOGUE, catalogueRevision, now, now, null, now, now, null, null);
    }

    /** With a further version. */
    public Agent revise(Made made, Instant now) {
        AgentLife revised = life.revised();
        return new Agent(
                id,
                revised,
                revision + 1,
                revised.latestVersion(),
                made.spec(),
                made.template(),
                made.origin(),
                null,
                createdAt,
                now,
                made.by(),
                now,
                null,
                previousVersion,
                canary);
    }

    /** With a further version from a newer edition of the shipped data; on duty where the older one was. */
    public Agent reship(AgentSpec changed, int edition, Instant now) {
        AgentLife revised = life.revised();
        boolean onDuty = revised instanceof AgentLife.Deployed;
        AgentLife next = onDuty ? revised.deployed(revised.latestVersion()) : revised;
        return new Agent(
                id,
                next,
                revision + 1,
                next.latestVersion(),
                changed,
                null,
                Origin.CATALOGUE,
                edition,
                createdAt,
                now,
                null,
                now,
                onDuty ? now : null,
                onDuty ? life.deployedVersion() : previousVersion,
                canary);
    }

    /** With the version that it is seen at on duty; no longer on trial where it was. */
    public Agent deployed(Instant now) {
        Integer before = life.deployedVersion();
        Integer previous = before == null || before == version ? previousVersion : before;
        Trial trial = canary != null && canary.version() == version ? null : canary;
        return changed(life.deployed(version), now, previous, trial, now);
    }

    /** With the version that it is seen at on trial beside the one on duty. */
    public Agent onTrial(double share, int minimumRuns, Instant now) {
        return changed(life, now, previousVersion, new Trial(version, share, minimumRuns), now);
    }

    /** With no version on trial. */
    public Agent withoutCanary(Instant now) {
        return changed(life, now, previousVersion, null, versionDeployedAt);
    }

    /** Withdrawn; a client did that, so newer shipped data leaves it alone. */
    public Agent retired(AgentLife.Retired retired, Instant now) {
        return changed(retired, now, previousVersion, null, versionDeployedAt);
    }

    private Agent changed(
            AgentLife next,
            Instant now,
            @Nullable Integer previous,
            @Nullable Trial trial,
            @Nullable Instant deployedAt) {
        return new Agent(
                id,
                next,
                revision + 1,
                version,
                spec,
                template,
                origin,
                null,
                createdAt,
                now,
                createdBy,
                versionCreatedAt,
                deployedAt,
                previous,
                trial);
    }

    /** The version that it is seen at, as routers and executors know versions. */
    public AgentDeployed announcement(Instant deployedAt) {
        return spec.announced(id, version, deployedAt);
    }
}
